-- Auction price: an auction decides it. A sale answers for 30 days what is asked after it. auction_price_result: the
-- result that an outcome gives to a question, null when it gives none. auction_price_is_known_by: whether an outcome on
-- record answers what a bet asks, before anybody has asked it.

create or replace function app.auction_price_result(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
language sql stable set search_path = '' as $$
  select case when o.kind = 'auction_result' then
    case when not o.sold then jsonb_build_object('void', 'It did not sell')
         when o.currency <> q.currency then jsonb_build_object('void', 'It sold in ' || o.currency)
         else jsonb_build_object('value', o.value) end
  end
$$;

create or replace function app.auction_price_is_known_by(
  bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
) returns boolean
language sql stable set search_path = '' as $$
  select o.kind = 'auction_result' and o.sold and o.known_at > now() - interval '30 days'
$$;
