-- Vote history: every vote cast, changed and withdrawn, in order. Private, and only ever appended to.

create table app.auction_vote_history (
  vehicle_id      uuid not null,
  id              bigint generated always as identity,
  user_id         uuid,
  action          text not null,
  vote            text not null,
  reason          text,
  estimated_value numeric(15, 2),
  currency        text not null,
  is_private      boolean not null,
  by_owner        boolean not null,
  happened_at     timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint vote_action_is_known check (action in ('cast', 'changed', 'withdrawn'))
);

comment on column app.auction_vote_history.vote is 'What it is from then on; of a withdrawn vote, what it was.';
comment on column app.auction_vote_history.user_id is 'Null, as the reason, once the account is gone.';

revoke all on app.auction_vote_history from public, anon, authenticated, service_role;

-- What each change adds to the plain counts, until the fold takes it into the tallies and deletes it here. Appending is
-- all a voter waits for: nobody queues for a hot vehicle's row. A count is its tally and what lies here, whatever
-- commits in which order.
create table app.vote_deltas (
  vehicle_id  uuid not null,
  user_id     uuid not null,
  votes       smallint not null,
  yes         smallint not null,
  estimates   smallint not null,
  cents       bigint not null,
  happened_at timestamptz not null default now(),
  withdrawn   boolean not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);
create index vote_deltas_by_vehicle on app.vote_deltas (vehicle_id);

comment on column app.vote_deltas.withdrawn is
  'The vote does not stand: it was taken back, or its voter is banned. It is not the last vote.';

revoke all on app.vote_deltas from public, anon, authenticated, service_role;
grant select (vehicle_id, votes, yes, estimates, cents, happened_at, withdrawn) on app.vote_deltas
  to anon, authenticated, service_role;   -- through the summary; the schema itself is not exposed

-- How fast each account votes. Losing it in a crash costs nothing but a fresh minute.
create unlogged table app.vote_pace (
  user_id      uuid primary key,
  minute       timestamptz not null,
  votes        integer not null,
  slowed_until timestamptz
);
comment on column app.vote_pace.slowed_until is
  'Until then the account''s votes weigh a quarter: it has voted faster than a person does.';
revoke all on app.vote_pace from public, anon, authenticated, service_role;

-- Which estimates enter the plain average: those in the summary's currency, private ballots excepted, for the average
-- before and after would give them away.
create or replace function app.averaged_cents(a public.auction_votes) returns bigint
language sql stable set search_path = '' as $$
  select (a.estimated_value * 100)::bigint
  where a.is_counted and not a.is_private and a.currency = (select s.currency from app.auction_settings s)
$$;

create or replace function app.log_vote() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  slow_from constant integer := 30;
  most_a_minute constant integer := 60;
  a public.auction_votes := coalesce(new, old);
  summary_currency constant text := (select s.currency from app.auction_settings s);
  was_cents bigint;   -- as app.averaged_cents, without a call for each
  is_cents bigint;
  this_minute integer;
begin
  if old.is_counted and not old.is_private and old.currency = summary_currency
    then was_cents := old.estimated_value * 100; end if;
  if new.is_counted and not new.is_private and new.currency = summary_currency
    then is_cents := new.estimated_value * 100; end if;
  insert into app.auction_vote_history
    (vehicle_id, user_id, action, vote, reason, estimated_value, currency, is_private, by_owner)
    values (a.vehicle_id, a.user_id,
      case tg_op when 'INSERT' then 'cast' when 'UPDATE' then 'changed' else 'withdrawn' end,
            a.vote, a.reason, a.estimated_value, a.currency, a.is_private, a.by_owner);
  insert into app.vote_deltas (vehicle_id, user_id, votes, yes, estimates, cents, withdrawn)
    values (a.vehicle_id, a.user_id, coalesce(new.is_counted::int, 0) - coalesce(old.is_counted::int, 0),
            coalesce((new.is_counted and new.vote = 'yes')::int, 0)
              - coalesce((old.is_counted and old.vote = 'yes')::int, 0),
            (is_cents is not null)::int - (was_cents is not null)::int,
            coalesce(is_cents, 0) - coalesce(was_cents, 0), not coalesce(new.is_counted, false));
  if auth.role() in ('anon', 'authenticated') then
    insert into app.vote_pace as p (user_id, minute, votes) values (a.user_id, date_trunc('minute', now()), 1)
      on conflict (user_id) do update set
        minute = excluded.minute,
        votes = case when p.minute = excluded.minute then p.votes + 1 else 1 end,
        slowed_until = case when p.minute = excluded.minute and p.votes >= slow_from then now() + interval '1 day'
          else p.slowed_until end
      returning votes into this_minute;
    if this_minute > most_a_minute then
      raise exception 'More than % votes and changes within a minute.', most_a_minute
        using errcode = 'PT429', detail = 'votes_are_at_most_60_a_minute', hint = 'Wait a minute and try again.';
    end if;
  end if;
  return null;
end
$$;

create trigger auction_votes_log_cast after insert on public.auction_votes
  for each row execute function app.log_vote();
create trigger auction_votes_log_withdrawn after delete on public.auction_votes
  for each row execute function app.log_vote();
create trigger auction_votes_log_changed after update on public.auction_votes
  for each row when ((new.vote, new.reason, new.estimated_value, new.currency, new.is_private, new.by_owner,
    new.is_counted)
                     is distinct from (old.vote, old.reason, old.estimated_value, old.currency, old.is_private,
                       old.by_owner, old.is_counted))
  execute function app.log_vote();

-- The one change that is let through: a gone account's id and words are erased.
create or replace function app.keep_vote_history() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and new.user_id is null and new.reason is null
     and (to_jsonb(new) - 'user_id' - 'reason') = (to_jsonb(old) - 'user_id' - 'reason') then
    return new;
  end if;
  raise exception 'The history of votes is only ever appended to.'
    using errcode = 'insufficient_privilege', hint = 'Change the vote itself; that is recorded.';
end
$$;

create trigger auction_vote_history_keep before update or delete on app.auction_vote_history
  for each row execute function app.keep_vote_history();
create trigger auction_vote_history_keep_all before truncate on app.auction_vote_history
  for each statement execute function app.keep_vote_history();
