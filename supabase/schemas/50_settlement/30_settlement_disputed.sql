-- Disputes, adjudication and reversal: what people do when the answer is wrong.

create table public.bet_disputes (
  vehicle_id uuid not null references public.vehicles (id) on delete cascade,
  question   text not null,
  round      smallint not null,
  version    smallint not null,
  user_id    uuid not null references auth.users (id) on delete cascade,
  reason     text not null,
  owner_id   uuid,
  is_public  boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (vehicle_id, question, round, version, user_id),
  constraint dispute_reason_has_1_to_1000_characters check (app.is_readable(reason, 1000))
);
comment on table public.bet_disputes is 'Objections to a proposed answer, one a person. Public on public vehicles.';
create index bet_disputes_by_person on public.bet_disputes (user_id);

revoke all on public.bet_disputes from public, anon, authenticated, service_role;
grant select on public.bet_disputes to anon, authenticated, service_role;
alter table public.bet_disputes enable row level security;

create policy "anyone sees disputes on public vehicles" on public.bet_disputes
  for select to anon using (is_public);

create policy "members see disputes on public vehicles, on their own, and their own disputes" on public.bet_disputes
  for select to authenticated
  using (is_public or owner_id = (select auth.uid()) or user_id = (select auth.uid()));

insert into app.settings (name, value, about) values
  ('disputes_per_person_day', '20', 'Settlements that one person may dispute within 24 hours.')
on conflict (name) do update set about = excluded.about;

-- The latest round of a question, locked until the transaction ends; bets on their way in are waited for.
create or replace function app.lock_question(vehicle uuid, asked text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions;
begin
  perform from public.vehicles v where v.id = vehicle for no key update;
  select x.* into q from public.bet_questions x
    where x.vehicle_id = vehicle and x.question = asked
      and (x.is_public or x.owner_id = auth.uid() or not app.is_client() or app.is_operator()
           -- who has bet on it sees it, also where the owner has hidden the vehicle
           or exists (select from public.vehicle_bets b
                      where b.vehicle_id = x.vehicle_id and b.question = x.question and b.round = x.round
                        and b.user_id = auth.uid()))
    order by x.round desc limit 1 for update;
  if not found then
    raise exception 'There is no question % on this vehicle.', coalesce(left(asked, 300), 'without a name')
      using errcode = 'PT404', detail = 'unknown_question', hint = 'Questions are listed in bet_questions.';
  end if;
  return q;
end
$$;

create or replace function app.dispute_settlement(vehicle uuid, asked text, why text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions := app.lock_question(vehicle, asked);
begin
  if not exists (
    select from public.vehicle_bets b
    where b.vehicle_id = q.vehicle_id and b.user_id = auth.uid() and b.question = q.question and b.round = q.round
      and b.is_in_force and b.stake_amount > 0
  ) and q.owner_id is distinct from auth.uid() then
    perform app.refuse('disputes_come_from_those_concerned',
      'Only the owner and people who have a stake in this question dispute its answer.', null, '42501');
  elsif q.state not in ('proposed', 'disputed') or q.final_at <= now() then
    perform app.refuse('dispute_window_is_open',
      case when q.state in ('open', 'locked') then 'There is no answer to dispute yet.'
                                                      else format('The dispute window closed on %s.',
                                                        app.said(q.final_at)) end);
  end if;
  if (select count(*) from public.bet_disputes d
    where d.user_id = auth.uid() and d.created_at > now() - interval '1 day')
     >= app.setting_number('disputes_per_person_day') then
    perform app.refuse('disputes_are_limited', 'You have disputed as many settlements today as one person may.',
      'Wait until tomorrow.', 'PT429');
  end if;
  insert into public.bet_disputes (vehicle_id, question, round, version, user_id, reason, owner_id, is_public)
    values (q.vehicle_id, q.question, q.round, q.version, auth.uid(), why, q.owner_id, q.is_public)
    on conflict (vehicle_id, question, round, version, user_id) do update set reason = excluded.reason;
  update public.bet_questions x set state = 'disputed', reason = coalesce(x.reason, why), updated_at = now()
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round returning x.* into q;
  return q;
end
$$;

-- Decides a question by one of the vehicle's outcomes, or annuls it without one. Final as soon as settle_due runs.
create or replace function app.adjudicate(vehicle uuid, asked text, outcome uuid, why text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions := app.lock_question(vehicle, asked);
  o public.vehicle_outcomes;
  answer jsonb := jsonb_build_object('void', coalesce(why, 'Annulled by the operator'));
begin
  perform app.require_operator();
  if app.is_client() then perform app.require_reason(why); end if;
  perform app.require_no_interest(vehicle);
  if q.state in ('final', 'annulled') then
    perform app.refuse('settled_questions_stay_settled', format('This question is %s.', q.state),
      'Reverse its settlement first.');
  elsif q.state = 'proposed' and q.final_at <= now() then
    perform app.refuse('decided_questions_stay_decided', 'This question has been decided, and is being settled.',
      'It is final within a minute; then its settlement can be reversed.', 'PT409');
  end if;
  if outcome is not null then
    select x.* into o from public.vehicle_outcomes x
      where x.vehicle_id = vehicle and x.id = outcome and x.confirmed_at is not null;
    answer := app.result_of(q, o);
    if answer is null then
      perform app.refuse('outcome_answers_the_question', 'That outcome does not answer this question.',
        'Name a confirmed outcome of this vehicle and of a fitting kind.');
    end if;
  end if;
  update public.bet_questions x
    set state = 'proposed', result = answer, outcome_id = outcome, reason = why, horizon = app.build_horizon(q),
      closed_at = coalesce(x.closed_at, now()),
        outcome_known_at = coalesce(o.known_at, x.outcome_known_at, now()), final_at = now(), updated_at = now()
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round returning x.* into q;
  perform app.note_operator_act('adjudicate', format('%s %s', vehicle, asked), why);
  return q;
end
$$;

-- Takes back a settlement by its mirror image: stakes return to escrow, payouts are taken back, bets are active again,
-- and the question is disputed in its next version. What somebody no longer has is owed, and taken from later payouts.
create or replace function app.reverse_settlement(vehicle uuid, asked text, why text) returns public.bet_questions
language plpgsql security definer set search_path = '' set work_mem = '64MB' set jit = off as $$
declare
  q public.bet_questions := app.lock_question(vehicle, asked);
  settlement uuid;
  reversal uuid;
begin
  perform app.require_operator();
  if app.is_client() then perform app.require_reason(why); end if;
  perform app.require_no_interest(vehicle);
  if q.state not in ('final', 'annulled') then
    perform app.refuse('only_settled_questions_are_reversed',
      format('This question is %s: there is nothing to reverse.', q.state));
  end if;
  select t.id into settlement from app.point_transfers t
    where t.vehicle_id = q.vehicle_id and t.question = q.question and t.round = q.round and t.version = q.version
      and t.kind in ('settled', 'annulled');
  perform app.lock_accounts(array(select distinct e.user_id from app.point_entries e where e.transfer_id = settlement));
  insert into app.point_transfers (kind, vehicle_id, question, round, version, reverses)
    values ('reversed', q.vehicle_id, q.question, q.round, q.version, settlement) returning id into reversal;
  insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
    select reversal, e.account, m.user_id, m.bet_id, e.amount
    from (
      select e.user_id, e.bet_id, a.available as has,
             coalesce(sum(e.amount) filter (where e.account = 'escrow'), 0)    as escrow,
             coalesce(sum(e.amount) filter (where e.account = 'available'), 0) as paid,
             coalesce(sum(e.amount) filter (where e.account = 'owed'), 0)      as repaid
      from app.point_entries e join app.point_accounts a on a.user_id = e.user_id
      where e.transfer_id = settlement group by e.user_id, e.bet_id, a.available
    ) m
    cross join lateral (values ('escrow', -m.escrow), ('available', -least(m.paid, m.has)),
                               ('owed', -m.repaid - (m.paid - least(m.paid, m.has)))) e (account, amount)
    where e.amount <> 0;
  -- bets that are gone keep nothing in escrow
  insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
    select reversal, e.account, m.user_id, m.bet_id, e.amount
    from (
      select e.user_id, e.bet_id, sum(e.amount) as escrow from app.point_entries e
      where e.transfer_id = reversal and e.account = 'escrow'
        and not exists (select from public.vehicle_bets b where b.vehicle_id = q.vehicle_id and b.id = e.bet_id)
      group by e.user_id, e.bet_id
    ) m
    cross join lateral (values ('escrow', -m.escrow), ('available', m.escrow)) e (account, amount);
  perform app.tell_standings(q, q.settled_at, -1);
  perform app.mark_scored(q, q.settled_at);
  delete from app.crowd_forecasts f where f.vehicle_id = q.vehicle_id and f.question = q.question and f.round = q.round;
  update public.vehicle_bets b
    set status = 'active', resolved_at = null, score = null, skill_score = null, peer_score = null, payout = null
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round
      and b.resolved_at = q.settled_at and b.superseded_by is null;
  update public.bet_questions x
    set state = 'disputed', version = x.version + 1, result = null, outcome_id = null, horizon = null, final_at = null,
      settled_at = null,
        reason = why, updated_at = now()
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round returning x.* into q;
  perform app.note_operator_act('reverse_settlement', format('%s %s', vehicle, asked), why);
  return q;
end
$$;

-- The next round of a settled question, for instance for the next auction.
create or replace function app.reopen_betting(vehicle uuid, asked text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions := app.lock_question(vehicle, asked);
begin
  if q.state not in ('final', 'annulled') then
    perform app.refuse('only_settled_questions_open_again',
      format('This question is %s; a next round opens once it is settled.', q.state));
  end if;
  delete from public.bet_closings c where c.vehicle_id = q.vehicle_id and c.bet_type = q.bet_type
    and c.closes_at <= now();
  insert into public.bet_questions (
    vehicle_id, question, round, bet_type, currency, target_value, by_date, modification, owner_id, is_public)
    values (q.vehicle_id, q.question, q.round + 1, q.bet_type, q.currency, q.target_value, q.by_date, q.modification,
      q.owner_id, q.is_public)
    returning * into q;
  return q;
end
$$;
grant execute on function app.dispute_settlement(uuid, text, text) to authenticated;
grant execute on function app.adjudicate(uuid, text, uuid, text), app.reverse_settlement(uuid, text, text)
  to authenticated, service_role;
grant execute on function app.reopen_betting(uuid, text) to service_role;

create or replace function public.dispute_settlement(vehicle_id uuid, question text, reason text)
  returns public.bet_questions
language sql set search_path = '' as $$
  select app.dispute_settlement(vehicle_id, question, reason)
$$;
comment on function public.dispute_settlement(uuid, text, text) is
  'Objects to a proposed answer within its dispute window; for the owner and people who bet on the question. It then '
    'waits for adjudication.';

create or replace function public.adjudicate(vehicle_id uuid, question text, outcome_id uuid, reason text)
  returns public.bet_questions
language sql set search_path = '' as $$
  select app.adjudicate(vehicle_id, question, outcome_id, reason)
$$;
comment on function public.adjudicate(uuid, text, uuid, text) is
  'Decides a question by an outcome of its vehicle, or annuls it when outcome_id is null. Settled by the next '
    'settle_due.';

create or replace function public.reverse_settlement(vehicle_id uuid, question text, reason text)
  returns public.bet_questions
language sql set search_path = '' as $$
  select app.reverse_settlement(vehicle_id, question, reason)
$$;
comment on function public.reverse_settlement(uuid, text, text) is
  'Takes back a settlement in the ledger and opens the question as disputed, in a new version; adjudicate decides it '
    'again.';

create or replace function public.reopen_betting(vehicle_id uuid, question text) returns public.bet_questions
language sql set search_path = '' as $$
  select app.reopen_betting(vehicle_id, question)
$$;
comment on function public.reopen_betting(uuid, text) is 'Opens the next round of a settled question.';

grant execute on function public.dispute_settlement(uuid, text, text) to authenticated;
grant execute on function public.adjudicate(uuid, text, uuid, text), public.reverse_settlement(uuid, text, text)
  to authenticated, service_role;
grant execute on function public.reopen_betting(uuid, text) to service_role;

-- The questions that a member has bet on, whatever has become of the vehicle's visibility.
create or replace function app.my_bet_questions(vehicle uuid) returns setof public.bet_questions
language sql stable security definer set search_path = '' as $$
  select q.* from public.bet_questions q
  where (vehicle is null or q.vehicle_id = vehicle)
    and exists (select from public.vehicle_bets b
                where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round
                  and b.user_id = auth.uid())
  order by q.created_at desc
  limit 1000
$$;
create or replace function public.my_bet_questions(vehicle_id uuid default null) returns setof public.bet_questions
language sql stable set search_path = '' as $$
  select * from app.my_bet_questions(vehicle_id)
$$;
comment on function public.my_bet_questions(uuid) is
  'The questions that the caller has bet on, also on vehicles that have been hidden since; the newest 1,000.';
grant execute on function app.my_bet_questions(uuid), public.my_bet_questions(uuid) to authenticated, service_role;
