-- Disputes as operators see and decide them.

-- The questions that wait for an operator, the longest first, each with the answer that was proposed, what was objected
-- and the outcomes to choose from: [{ by, reason, at }], of which the first 20, and [{ id, kind, value, currency, sold,
-- occurred_at, evidence, result }]. The next page begins after the last row's `since`, vehicle_id and question.
create or replace function app.open_disputes(most integer, after jsonb)
returns table (vehicle_id uuid, vehicle text, question text, round smallint, since timestamptz, bet_type text,
               currency text, target_value numeric, by_date date, modification text, result jsonb,
               outcome_id uuid, reason text, bets bigint, staked numeric, is_own boolean,
               disputes jsonb, outcomes jsonb)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select q.vehicle_id, app.vehicle_words(q.vehicle_id), q.question, q.round, q.updated_at, q.bet_type, q.currency,
    q.target_value, q.by_date, q.modification, q.result, q.outcome_id, q.reason, b.bets, b.staked,
    app.is_client() and app.has_interest(auth.uid(), q.vehicle_id),
    coalesce((select jsonb_agg(jsonb_build_object('by', d.user_id, 'reason', d.reason, 'at', d.created_at)
        order by d.created_at)
      from (select x.* from public.bet_disputes x where x.vehicle_id = q.vehicle_id and x.question = q.question
        and x.round = q.round and x.version = q.version order by x.created_at limit 20) d), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind, 'value', o.value,
        'currency', o.currency, 'sold', o.sold, 'occurred_at', o.occurred_at, 'evidence', o.evidence,
        'result', app.result_of(q, o)) order by o.occurred_at desc)
      from public.vehicle_outcomes o
      where o.vehicle_id = q.vehicle_id and o.confirmed_at is not null and app.result_of(q, o) is not null), '[]')
  from public.bet_questions q
  cross join lateral (
    select count(*) as bets, coalesce(sum(x.stake_amount), 0) as staked from public.vehicle_bets x
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round and x.is_in_force
      and x.status = 'active') b
  where q.state = 'disputed'
    and (after is null or (q.updated_at, q.vehicle_id, q.question)
      > ((after ->> 'since')::timestamptz, (after ->> 'vehicle_id')::uuid, after ->> 'question'))
  order by q.updated_at, q.vehicle_id, q.question limit least(greatest(most, 0), 200)
$$;
create index bet_questions_disputed on public.bet_questions (updated_at, vehicle_id, question)
  where state = 'disputed';

create or replace function public.open_disputes("limit" integer default 50, "after" jsonb default null)
returns table (vehicle_id uuid, vehicle text, question text, round smallint, since timestamptz, bet_type text,
               currency text, target_value numeric, by_date date, modification text, result jsonb,
               outcome_id uuid, reason text, bets bigint, staked numeric, is_own boolean,
               disputes jsonb, outcomes jsonb)
language sql stable set search_path = '' as $$
  select * from app.open_disputes("limit", "after")
$$;
comment on function public.open_disputes(integer, jsonb) is
  'For operators: the questions that wait for decide_dispute, the longest first; at most 200 a page. after: { since, '
  'vehicle_id, question } of the last one seen.';

-- Decides a disputed question: `reject` the objections, so that the answer that was proposed stands; `outcome`, by
-- another outcome of the vehicle; `annul`, so that every stake goes back. Of two operators at once the first decides.
create or replace function app.decide_dispute(
  vehicle uuid, asked text, of_round integer, decision text, outcome uuid, why text) returns public.bet_questions
language plpgsql security definer set search_path = '' as $$
declare
  q public.bet_questions;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if decision is null or decision not in ('reject', 'outcome', 'annul')
     or (decision = 'outcome') <> (outcome is not null) then
    perform app.refuse('decision_is_reject_outcome_or_annul',
      'The decision must be reject, annul, or outcome with the id of one.', null, '22023');
  end if;
  q := app.lock_question(vehicle, asked);
  perform app.require_no_interest(vehicle);
  if q.state <> 'disputed' or q.round is distinct from of_round then
    perform app.refuse('dispute_is_open', 'This dispute has been decided already.', 'Read the list again.', 'PT409');
  end if;
  if decision <> 'reject' then return app.adjudicate(vehicle, asked, outcome, why); end if;
  if q.result is null then
    perform app.refuse('an_answer_was_proposed', 'No answer was proposed that could stand.',
      'Name an outcome, or annul the question.');
  end if;
  update public.bet_questions x set state = 'proposed', reason = why, final_at = now(), updated_at = now()
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round returning x.* into q;
  perform app.note_operator_act('reject_dispute', format('%s %s', vehicle, asked), why);
  return q;
end
$$;

create or replace function public.decide_dispute(
  vehicle_id uuid, question text, round integer, decision text, reason text, outcome_id uuid default null)
  returns public.bet_questions
language sql set search_path = '' as $$
  select app.decide_dispute(vehicle_id, question, round, decision, outcome_id, reason)
$$;
comment on function public.decide_dispute(uuid, text, integer, text, text, uuid) is
  'For operators: decision is reject (the proposed answer stands), outcome (with its outcome_id) or annul. Settled by '
    'the next settle_due.';

-- The questions that were settled, the latest first: reverse_settlement opens one again, of its latest round.
create or replace function app.settled_questions(most integer, after jsonb)
returns table (vehicle_id uuid, vehicle text, question text, round smallint, settled_at timestamptz, state text,
               bet_type text, currency text, target_value numeric, by_date date, modification text, result jsonb,
               reason text, bets bigint, staked numeric, is_own boolean, is_latest boolean)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select q.vehicle_id, app.vehicle_words(q.vehicle_id), q.question, q.round, q.settled_at, q.state, q.bet_type,
    q.currency, q.target_value, q.by_date, q.modification, q.result, q.reason, b.bets, b.staked,
    app.is_client() and app.has_interest(auth.uid(), q.vehicle_id),
    not exists (select from public.bet_questions l
      where l.vehicle_id = q.vehicle_id and l.question = q.question and l.round > q.round)
  from public.bet_questions q
  cross join lateral (
    select count(*) as bets, coalesce(sum(x.stake_amount), 0) as staked from public.vehicle_bets x
    where x.vehicle_id = q.vehicle_id and x.question = q.question and x.round = q.round
      and x.resolved_at = q.settled_at and x.superseded_by is null) b
  where q.settled_at is not null
    and (after is null or (q.settled_at, q.vehicle_id, q.question)
      < ((after ->> 'settled_at')::timestamptz, (after ->> 'vehicle_id')::uuid, after ->> 'question'))
  order by q.settled_at desc, q.vehicle_id desc, q.question desc limit least(greatest(most, 0), 200)
$$;
create index bet_questions_settled on public.bet_questions (settled_at, vehicle_id, question)
  where settled_at is not null;
create or replace function public.settled_questions("limit" integer default 50, "after" jsonb default null)
returns table (vehicle_id uuid, vehicle text, question text, round smallint, settled_at timestamptz, state text,
               bet_type text, currency text, target_value numeric, by_date date, modification text, result jsonb,
               reason text, bets bigint, staked numeric, is_own boolean, is_latest boolean)
language sql stable set search_path = '' as $$
  select * from app.settled_questions("limit", "after")
$$;
comment on function public.settled_questions(integer, jsonb) is
  'For operators: the questions that were settled, the latest first; at most 200 a page. after: { settled_at, '
  'vehicle_id, question } of the last one seen.';
grant execute on function app.settled_questions(integer, jsonb), public.settled_questions(integer, jsonb)
  to authenticated, service_role;

grant execute on function app.open_disputes(integer, jsonb), public.open_disputes(integer, jsonb),
  app.decide_dispute(uuid, text, integer, text, uuid, text),
  public.decide_dispute(uuid, text, integer, text, text, uuid) to authenticated, service_role;
