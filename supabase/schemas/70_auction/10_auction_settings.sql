-- Auction settings: the numbers that a platform may choose for itself. docs/guides/auction-votes.md says what each is
-- for.

create table app.auction_settings (
  only_row           boolean primary key default true,
  currency           text not null default 'USD',
  newcomer_for      interval not null default '30 days',
  burst_votes        integer not null default 20,
  burst_window       interval not null default '1 hour',
  lost_for           interval not null default '7 days',
  asked_again_after  interval not null default '30 days',
  seller_fee_percent numeric(5, 2) not null default 5,
  seller_fee         numeric(12, 2) not null default 0,
  constraint auction_settings_are_one_row check (only_row),
  constraint settings_currency_is_three_capital_letters check (currency ~ '^[A-Z]{3}$'),
  constraint newcomer_for_is_from_7_days_to_2_years check (newcomer_for between '7 days' and '2 years'),
  constraint burst_votes_are_from_5_to_10000 check (burst_votes between 5 and 10000),
  constraint burst_window_is_from_1_minute_to_7_days check (burst_window between '1 minute' and '7 days'),
  constraint lost_for_is_from_0_to_1_year check (lost_for between '0' and '1 year'),
  constraint asked_again_after_is_from_0_to_2_years check (asked_again_after between '0' and '2 years'),
  constraint seller_fee_percent_is_from_0_to_50 check (seller_fee_percent between 0 and 50),
  constraint seller_fee_is_from_0_to_1000000 check (seller_fee between 0 and 1000000)
);

comment on table app.auction_settings is 'One row. Call app.recount_votes() after changing currency or newcomer_for.';
comment on column app.auction_settings.currency is
  'Of the money columns in summaries; estimates in other currencies count as votes only.';
comment on column app.auction_settings.newcomer_for is 'The age from which a verified account is no newcomer.';
comment on column app.auction_settings.burst_votes is
  'So many votes of newcomers on one vehicle within burst_window are held for review.';
comment on column app.auction_settings.lost_for is
  'A nomination whose verdict has been lost for so long closes by itself.';
comment on column app.auction_settings.asked_again_after is
  'How long after a nomination has ended the owner is not asked again.';
comment on column app.auction_settings.seller_fee_percent is
  'What the auction house keeps of the hammer price, in percent.';
comment on column app.auction_settings.seller_fee is 'What a sale costs the seller besides, in units of currency.';

revoke all on app.auction_settings from public, anon, authenticated, service_role;
insert into app.auction_settings default values on conflict do nothing;
