-- Afterwards: the hammer against the estimates, who was close, and how verdicts have fared.

-- A row for each auction result that counts. Filled in by app.score_auctions, from the votes as they were before the
-- result was known.
create table app.auction_results (
  vehicle_id      uuid not null references public.vehicles (id) on delete cascade,
  outcome_id      uuid not null,
  occurred_at     timestamptz not null,
  known_at        timestamptz not null,
  sold            boolean not null,
  hammer          numeric(14, 2),
  currency        text not null,
  verdict         text,
  effective_votes double precision,
  effective_yes   double precision,
  total_votes     bigint,
  yes_votes       bigint,
  estimates       bigint,
  p25_estimate    numeric,
  median_estimate numeric,
  p75_estimate    numeric,
  scored_at       timestamptz,
  owner_id        uuid,
  is_public       boolean not null default false,
  primary key (vehicle_id, outcome_id)
);
create index auction_results_to_score on app.auction_results (vehicle_id) where scored_at is null;

-- How close each voter's estimate came, for vehicles that sold.
create table app.vote_closeness (
  vehicle_id      uuid not null references public.vehicles (id) on delete cascade,
  outcome_id      uuid not null,
  user_id         uuid not null references auth.users (id) on delete cascade,
  vote            text not null,
  estimated_value numeric(15, 2) not null,
  hammer          numeric(14, 2) not null,
  currency        text not null,
  miss            double precision not null,
  place           integer not null,
  is_private      boolean not null,
  owner_id        uuid,
  is_public       boolean not null default false,
  primary key (vehicle_id, outcome_id, user_id)
);
create index vote_closeness_by_person on app.vote_closeness (user_id);

revoke all on app.auction_results, app.vote_closeness from public, anon, authenticated, service_role;
-- through the views below
grant select on app.auction_results, app.vote_closeness to anon, authenticated, service_role;
alter table app.auction_results enable row level security;
alter table app.vote_closeness enable row level security;

create policy "anyone sees results of public vehicles" on app.auction_results
  for select to anon using (is_public and scored_at is not null);
create policy "members see results of public vehicles and of their own" on app.auction_results
  for select to authenticated using (scored_at is not null and (is_public or owner_id = (select auth.uid())));
create policy "anyone sees how close public ballots came" on app.vote_closeness
  for select to anon using (is_public and not is_private);
create policy "members see how close public ballots and their own came" on app.vote_closeness
  for select to authenticated
  using ((is_public or owner_id = (select auth.uid())) and (not is_private or user_id = (select auth.uid())));

create trigger auction_results_hang_on_vehicle before insert on app.auction_results
  for each row execute function app.hang_on_vehicle();

create or replace function app.note_auction_result() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.auction_results (vehicle_id, outcome_id, occurred_at, known_at, sold, hammer, currency)
    values (new.vehicle_id, new.id, new.occurred_at, coalesce(new.known_at, new.occurred_at), new.sold, new.value,
      new.currency)
    on conflict do nothing;
  return null;
end
$$;

create trigger vehicle_outcomes_note_result after insert on public.vehicle_outcomes
  for each row when (new.kind = 'auction_result' and new.confirmed_at is not null)
    execute function app.note_auction_result();
create trigger vehicle_outcomes_confirmed_note_result after update of confirmed_at on public.vehicle_outcomes
  for each row when (new.kind = 'auction_result' and new.confirmed_at is not null and old.confirmed_at is null)
    execute function app.note_auction_result();

insert into app.auction_results (vehicle_id, outcome_id, occurred_at, known_at, sold, hammer, currency)
  select o.vehicle_id, o.id, o.occurred_at, coalesce(o.known_at, o.occurred_at), o.sold, o.value, o.currency
  from public.vehicle_outcomes o where o.kind = 'auction_result' and o.confirmed_at is not null
  on conflict do nothing;

-- The votes on a vehicle as they stood just before a moment: what each voter had last said by then.
create or replace function app.votes_at(vehicle uuid, moment timestamptz)
returns table (user_id uuid, vote text, estimated_value numeric, currency text, is_private boolean, by_owner boolean)
language sql stable security definer set search_path = '' as $$
  select l.user_id, l.vote, l.estimated_value, l.currency, l.is_private, l.by_owner
  from (
    select distinct on (h.user_id) h.* from app.auction_vote_history h
    where h.vehicle_id = vehicle and h.happened_at < moment and h.user_id is not null
    order by h.user_id, h.id desc
  ) l
  where l.action <> 'withdrawn'
    and not exists (select from app.banned_members b where b.user_id = l.user_id)
    and not exists (select from app.ballots b where b.vehicle_id = vehicle and b.user_id = l.user_id
      and b.review = 'discarded')
$$;

-- What the crowd said of one result, when it became known.
create or replace function app.score_auction(r app.auction_results) returns void
language plpgsql set search_path = '' as $$
begin
  if r.sold then
    -- voters before their rows: who deletes one holds it first
    perform from auth.users u where u.id in (select v.user_id from app.votes_at(r.vehicle_id, r.known_at) v)
      order by u.id for key share;
    insert into app.vote_closeness (
      vehicle_id, outcome_id, user_id, vote, estimated_value, hammer, currency, miss, place, is_private, owner_id,
      is_public)
      select r.vehicle_id, r.outcome_id, v.user_id, v.vote, v.estimated_value, r.hammer, r.currency,
             abs(ln((v.estimated_value / r.hammer)::float8)),
             -- A place is among public ballots: a gap would tell what a private one said.
             1 + count(*) filter (where not v.is_private) over (order by abs(ln((v.estimated_value / r.hammer)::float8))
               range between unbounded preceding and current row exclude group), v.is_private, r.owner_id, r.is_public
      from app.votes_at(r.vehicle_id, r.known_at) v
      where v.estimated_value is not null and v.currency = r.currency and not v.by_owner
        and exists (select from auth.users u where u.id = v.user_id)
      on conflict do nothing;
  end if;
  update app.auction_results x set
    (verdict, effective_votes, effective_yes) = (
      select c.verdict, c.effective_votes, c.effective_yes from app.verdict_changes c
      where c.vehicle_id = r.vehicle_id and c.changed_at <= r.known_at order by c.id desc limit 1),
    (total_votes, yes_votes) = (select count(*), count(*) filter (where v.vote = 'yes')
      from app.votes_at(r.vehicle_id, r.known_at) v),
    (estimates, p25_estimate, median_estimate, p75_estimate) = (
      select count(*), round(percentile_cont(0.25) within group (order by v.estimated_value)::numeric, 2),
             round(percentile_cont(0.5) within group (order by v.estimated_value)::numeric, 2),
             round(percentile_cont(0.75) within group (order by v.estimated_value)::numeric, 2)
      from app.votes_at(r.vehicle_id, r.known_at) v
        where v.estimated_value is not null and not v.is_private and v.currency = r.currency and not v.by_owner),
    scored_at = now()
    where x.vehicle_id = r.vehicle_id and x.outcome_id = r.outcome_id;
end
$$;

-- Scores the results that wait for it; returns how many. miss is |ln(estimate / hammer)|: 0.1 is about 10 % off, either
-- way.
create or replace function app.score_auctions() returns integer
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  r app.auction_results;
  scored integer := 0;
begin
  for r in
    select x.* from app.auction_results x join public.vehicles v on v.id = x.vehicle_id
    where x.scored_at is null and not app.is_set_aside('score_auctions', x.vehicle_id || ' ' || x.outcome_id)
    order by x.known_at limit 100 for share of v skip locked for update of x skip locked
  loop
    begin
      perform app.score_auction(r);
      perform app.item_is_done('score_auctions', r.vehicle_id || ' ' || r.outcome_id);
      scored := scored + 1;
    exception when others then
      perform app.set_item_aside('score_auctions', r.vehicle_id || ' ' || r.outcome_id, sqlerrm);
    end;
  end loop;
  return scored;
end
$$;

create or replace function app.carry_afterwards() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update app.auction_results t set owner_id = new.user_id, is_public = coalesce(new.is_public, false)
    where t.vehicle_id = new.id;
  update app.vote_closeness t set owner_id = new.user_id, is_public = coalesce(new.is_public, false)
    where t.vehicle_id = new.id;
  return null;
end
$$;

create trigger vehicles_carry_afterwards after update on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_afterwards();

create or replace view public.auction_afterwards with (security_invoker = true) as
select r.vehicle_id, r.outcome_id, r.occurred_at, r.sold, r.hammer, r.currency, r.verdict, r.effective_votes,
       r.effective_yes,
       r.total_votes, r.yes_votes, r.estimates, r.p25_estimate, r.median_estimate, r.p75_estimate,
       case when r.sold then ln((r.median_estimate / r.hammer)::float8) end as median_miss
from app.auction_results r;
comment on view public.auction_afterwards is
  'Auction results beside what was said before they were known: verdict, votes, and the quartiles of public estimates, '
    'the owner''s left out.';
comment on column public.auction_afterwards.median_miss is 'ln(median estimate / hammer): 0.1 is about 10 % too high.';

create or replace view public.auction_vote_closeness with (security_invoker = true) as
select c.vehicle_id, c.outcome_id, c.user_id, c.vote, c.estimated_value, c.hammer, c.currency, c.miss, c.place
from app.vote_closeness c;
comment on view public.auction_vote_closeness is
  'How close each estimate came to the hammer: miss is |ln(estimate / hammer)|; place 1 is the closest public one of '
  'the vehicle; a private ballot''s place is the one it would have among them.';

create or replace view public.voter_record with (security_invoker = true) as
select c.user_id, count(*) as auctions, percentile_cont(0.5) within group (order by c.miss) as median_miss,
       count(*) filter (where c.miss <= ln(1.1)) as within_10_percent, count(*) filter (where c.place = 1) as closest
from app.vote_closeness c
group by c.user_id;
comment on view public.voter_record is
  'A row for each person whose estimates have met a hammer: how many, how close, how often within 10 % or the closest.';

create or replace view public.verdict_record with (security_invoker = true) as
select r.verdict, count(*) as auctions, count(*) filter (where r.sold) as sold,
       round(100.0 * count(*) filter (where r.sold) / count(*), 1) as sold_percent,
       percentile_cont(0.5) within group (order by abs(ln((r.median_estimate / r.hammer)::float8))) filter (
         where r.sold and r.median_estimate is not null) as median_miss
from app.auction_results r
where r.verdict is not null
group by r.verdict;
comment on view public.verdict_record is
  'How verdicts have fared: auctions and sold share by the verdict before the result was known.';

revoke all on public.auction_afterwards, public.auction_vote_closeness, public.voter_record, public.verdict_record
  from public, anon, authenticated, service_role;
grant select on public.auction_afterwards, public.auction_vote_closeness, public.voter_record, public.verdict_record
  to anon, authenticated, service_role;
