-- Bet changes: whose bets on a vehicle have changed since the last fold. Sentiment and forecast are kept ready to be
-- read; a bet only leaves a mark here, and a job folds the marks in (55_forecasts/60_fold_bets.sql). A reader adds
-- what is still marked, so that a bet is seen as soon as it is placed. A mark says who, not what: the fold looks the
-- person's bets up, so a mark too many does no harm.

create table app.bet_changes (
  vehicle_id uuid not null,   -- no reference: a mark is cheap, and outlives its vehicle by a moment
  id         bigint generated always as identity,
  bet_type   text not null,
  user_id    uuid not null,
  owner_id   uuid,
  is_public  boolean not null default false,
  primary key (vehicle_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

revoke all on app.bet_changes from public, anon, authenticated, service_role;
-- for vehicle_market_sentiment, which runs with its reader's rights
grant select on app.bet_changes to anon, authenticated, service_role;
alter table app.bet_changes enable row level security;

create policy "anyone sees who has just bet on public vehicles" on app.bet_changes
  for select to anon using (is_public);

create policy "members see who has just bet on public vehicles and on their own" on app.bet_changes
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

-- Whose settled bets have been scored or lost their score, for 46_forecaster_weights.sql.
create table app.forecaster_changes (
  user_id uuid not null,
  id      bigint generated always as identity,
  primary key (user_id, id)
);
revoke all on app.forecaster_changes from public, anon, authenticated, service_role;

-- A bet that is placed marks its person itself (app.place_bet), for a trigger more would cost as much as the mark.

-- Being won or lost changes neither sentiment nor forecast; being cancelled, or active again, does. The condition is
-- seen to without calling anything, so that settling a hundred thousand bets takes no longer for it. Who is scored is
-- marked by app.mark_scored.
create or replace function app.mark_changed_bet() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)
    values (new.vehicle_id, new.bet_type, new.user_id, new.owner_id, new.is_public);
  return null;
end
$$;

create trigger vehicle_bets_mark_changed after update on public.vehicle_bets
  for each row when ((old.status = 'cancelled') <> (new.status = 'cancelled') or old.by_owner <> new.by_owner)
  execute function app.mark_changed_bet();

-- Marks whose bets on a question have got a score, or are about to lose it. For those who settle and reverse.
create or replace function app.mark_scored(q public.bet_questions, settled timestamptz) returns void
language sql security definer set search_path = '' as $$
  insert into app.forecaster_changes (user_id)
    select b.user_id from public.vehicle_bets b
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round and b.resolved_at = settled
      and b.skill_score is not null
    order by b.user_id
$$;

create or replace function app.mark_removed_bets() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)
    select r.vehicle_id, r.bet_type, r.user_id, r.owner_id, r.is_public from removed r;
  insert into app.forecaster_changes (user_id) select r.user_id from removed r where r.skill_score is not null;
  return null;
end
$$;

create trigger vehicle_bets_mark_removed after delete on public.vehicle_bets
  referencing old table as removed for each statement execute function app.mark_removed_bets();

-- When a question closes or its answer could be known, bets placed from then on leave the forecast; a settled milestone
-- leaves it whole.
create or replace function app.mark_question_bets() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  settled_changes constant boolean := app.bet_shape(new.bet_type) = 'milestone'
    and (old.settled_at is null) <> (new.settled_at is null);
begin
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)
    select b.vehicle_id, b.bet_type, b.user_id, b.owner_id, b.is_public
    from public.vehicle_bets b
    where b.vehicle_id = new.vehicle_id and b.bet_type = new.bet_type and b.question = new.question
      and b.round = new.round
      and b.status <> 'cancelled'
      and (settled_changes
        or b.created_at >= least(old.closed_at, old.outcome_known_at)
          or b.created_at >= least(new.closed_at, new.outcome_known_at));
  return null;
end
$$;

create trigger bet_questions_mark_bets after update on public.bet_questions
  for each row when (old.closed_at is distinct from new.closed_at
    or old.outcome_known_at is distinct from new.outcome_known_at
                     or old.settled_at is distinct from new.settled_at)
  execute function app.mark_question_bets();
