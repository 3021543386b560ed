-- Own builds: an owner says that the build of their car is complete, and takes it back while nothing rests on it. It is
-- shown at once and counts once somebody without an interest in it has confirmed it; an operator may decline it.

-- Whether an outcome is an owner's word on their own build; trusted reporters and operators who own the car included.
create or replace function app.is_own_build(o public.vehicle_outcomes) returns boolean
language sql stable security definer set search_path = '' as $$
  select app.is_client() and o.kind = 'build_completed'
    and exists (select from public.vehicles v where v.id = o.vehicle_id and v.user_id = auth.uid())
$$;

-- A report waits for its confirmation.
create or replace function app.awaits_confirmation(o public.vehicle_outcomes) returns boolean
language sql immutable set search_path = '' as $$
  select o.confirmed_at is null and o.declined_at is null
$$;

-- Whether a report that the build is complete waits for its confirmation: time alone does not call it unfinished then.
create or replace function app.build_awaits_confirmation(vehicle uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from public.vehicle_outcomes o
    where o.vehicle_id = vehicle and o.kind = 'build_completed' and app.awaits_confirmation(o))
$$;

-- The caller holds the vehicle, so that of two at once one is refused.
create or replace function app.check_own_build(report public.vehicle_outcomes) returns void
language plpgsql security definer set search_path = '' as $$
declare
  earlier public.vehicle_outcomes;
begin
  if exists (select from public.vehicle_outcomes o where o.vehicle_id = report.vehicle_id and o.id = report.id
               and o.reported_by = auth.uid()) then
    return;   -- sent again
  end if;
  perform app.require_kept_account();
  select o.* into earlier from public.vehicle_outcomes o
    where o.vehicle_id = report.vehicle_id and o.kind = 'build_completed'
      and (o.confirmed_at is not null or (o.reported_by = auth.uid() and app.awaits_confirmation(o)))
    order by o.confirmed_at nulls last limit 1;
  if earlier.confirmed_at is not null then
    perform app.refuse('build_is_complete_already', format('It is on record that the build was completed on %s.',
      (earlier.occurred_at at time zone 'utc')::date), 'If that is wrong, write to an operator.', 'PT409');
  elsif earlier.id is not null then
    perform app.refuse('build_is_reported_already', format('You have said that the build was completed on %s.',
      (earlier.occurred_at at time zone 'utc')::date), 'Take that back first.', 'PT409');
  end if;
end
$$;

create or replace function public.report_build(
  vehicle_id uuid, outcome_id uuid, finished_on date, evidence jsonb, note text default null) returns uuid
language plpgsql set search_path = '' as $$
begin
  if not exists (select from public.vehicles v where v.id = report_build.vehicle_id) then
    perform app.not_found('vehicle', report_build.vehicle_id::text);
  elsif not exists (select from public.vehicles v where v.id = report_build.vehicle_id and v.user_id = auth.uid()) then
    perform app.refuse('not_your_vehicle', 'Only the owner says that a build is complete.', null, '42501');
  elsif finished_on is null or finished_on < '1885-01-01'
    -- where the day has begun that is not there yet in Greenwich
    or finished_on > (now() at time zone 'UTC' + interval '14 hours')::date then
    perform app.refuse('outcomes_have_happened', 'A build was completed on a day from 1885 to today.',
      'Enter it once it is done.');
  end if;
  insert into public.vehicle_outcomes (vehicle_id, id, kind, occurred_at, evidence, note, reported_by)
    values (report_build.vehicle_id, coalesce(report_build.outcome_id, gen_random_uuid()), 'build_completed',
            least(finished_on::timestamp at time zone 'UTC', now()), report_build.evidence,
            nullif(btrim(report_build.note), ''), auth.uid())
    on conflict on constraint vehicle_outcomes_pkey do nothing;
  return report_build.outcome_id;
end
$$;
comment on function public.report_build(uuid, uuid, date, jsonb, text) is
  'For the owner: the build was completed on this day (UTC), with evidence as vehicle_outcomes takes it; a '
  'document_hash is that of one of the car''s own documents. Again under the same id changes nothing. Counts once '
  'somebody without an interest has confirmed it. Refuses unknown_vehicle, not_your_vehicle, outcomes_have_happened, '
  'build_is_reported_already, build_is_complete_already, keep_your_account_first, evidence_is_well_formed, '
  'unknown_document.';

-- What has answered a question is no longer its reporter's to take back: who bet on it relies on it.
create or replace function app.withdraw_outcome(vehicle uuid, outcome uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  o public.vehicle_outcomes;
begin
  perform from public.vehicles v where v.id = vehicle for no key update;
  select x.* into o from public.vehicle_outcomes x
    where x.vehicle_id = vehicle and x.id = outcome and x.reported_by = auth.uid() for update;
  if not found then
    perform app.not_found('outcome', outcome::text, 'You may have taken it back already.');
  elsif o.kind <> 'build_completed' then
    perform app.refuse('only_builds_are_taken_back', 'Only the report of a completed build is taken back.',
      'Write to an operator.');
  elsif o.confirmed_at is not null and exists (
    select from public.bet_questions q
    where q.vehicle_id = vehicle and q.state in ('proposed', 'disputed', 'final') and app.result_of(q, o) is not null)
    then
    perform app.refuse('outcome_answers_a_question', 'It is confirmed, and answers what people have bet on.',
      'If it is wrong, object to the answer while it is open to dispute, or write to an operator.', 'PT409');
  end if;
  delete from public.vehicle_outcomes x where x.vehicle_id = vehicle and x.id = outcome;
end
$$;

create or replace function public.withdraw_outcome(vehicle_id uuid, outcome_id uuid) returns void
language sql set search_path = '' as $$
  select app.withdraw_outcome(vehicle_id, outcome_id)
$$;
comment on function public.withdraw_outcome(uuid, uuid) is
  'Takes back the caller''s own report of a completed build. Refuses unknown_outcome, only_builds_are_taken_back, '
  'outcome_answers_a_question.';

create or replace function app.decline_outcome(outcome uuid, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  o public.vehicle_outcomes;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  select x.* into o from public.vehicle_outcomes x where x.id = outcome;
  if not found then perform app.not_found('outcome', outcome::text, 'Its reporter may have taken it back.'); end if;
  perform app.require_no_interest(o.vehicle_id);
  perform app.require_no_part(array[o.reported_by]);
  perform from public.vehicles v where v.id = o.vehicle_id for no key update;
  update public.vehicle_outcomes x set declined_at = now(), declined_for = why
    where x.vehicle_id = o.vehicle_id and x.id = o.id and app.awaits_confirmation(x) returning x.* into o;
  if not found then
    perform app.refuse('outcome_is_decided', 'This report does not wait for an answer any more.',
      'It was confirmed, declined or taken back meanwhile.', 'PT409');
  end if;
  perform app.tell_reporter(o);
  perform app.note_operator_act('decline_outcome', o.id::text, why);
end
$$;

create or replace function public.decline_outcome(outcome_id uuid, reason text) returns void
language sql set search_path = '' as $$
  select app.decline_outcome(outcome_id, reason)
$$;
comment on function public.decline_outcome(uuid, text) is
  'For operators: a report that waits for confirm_outcome does not count; its reporter reads why, and may enter '
  'another.';

-- What became of a report, for whoever made it.
create or replace function app.tell_reporter(o public.vehicle_outcomes) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform app.tell(o.reported_by, o.vehicle_id, 'report_answered',
    case when o.declined_at is null
      then format('What you reported of the %s has been confirmed, and counts from now on.',
        app.vehicle_name(o.vehicle_id))
      else format('What you reported of the %s was not confirmed: %s', app.vehicle_name(o.vehicle_id), o.declined_for)
    end, jsonb_build_object('vehicle_id', o.vehicle_id, 'outcome_id', o.id, 'confirmed', o.declined_at is null));
end
$$;

grant execute on function public.report_build(uuid, uuid, date, jsonb, text), app.withdraw_outcome(uuid, uuid),
  public.withdraw_outcome(uuid, uuid) to authenticated;
grant execute on function app.decline_outcome(uuid, text), public.decline_outcome(uuid, text)
  to authenticated, service_role;
