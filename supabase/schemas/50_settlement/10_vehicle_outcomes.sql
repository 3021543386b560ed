-- Vehicle outcomes: what happened to a vehicle, with the evidence for it. Written by the service role, importers and
-- trusted reporters, and by owners that their build is complete (12_own_builds.sql); a report by somebody with an
-- interest in it counts once somebody without one has confirmed it.

create table public.trusted_reporters (
  user_id    uuid primary key references auth.users (id) on delete cascade,
  note       text,
  created_at timestamptz not null default now(),
  constraint note_is_short check (length(note) <= 400)
);
comment on table public.trusted_reporters is 'Members who may report outcomes. Kept by the operator.';

revoke all on public.trusted_reporters from public, anon, authenticated, service_role;
grant select, insert, update, delete on public.trusted_reporters to service_role;
alter table public.trusted_reporters enable row level security;

-- Says what is wrong with evidence, naming the field; null when nothing is.
--   source_url     where it can be read            who, when  its author and its time, as the source gives them
--   document_hash  SHA-256 of the kept document    quote      the words it rests on
create or replace function app.evidence_problem(evidence jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  fields constant text[] := array['source_url', 'document_hash', 'who', 'when', 'quote'];
  field record;
begin
  if jsonb_typeof(evidence) is distinct from 'object' then
    return 'evidence must be an object such as {"source_url": "https://example.com/lot/12"}';
  end if;
  for field in select e.key, e.value from jsonb_each(evidence) e loop
    if not field.key = any (fields) then
      return format('%s is not a field of evidence, which takes %s', left(field.key, 40),
        array_to_string(fields, ', '));
    elsif jsonb_typeof(field.value) <> 'string' or not app.is_readable(field.value #>> '{}', 2000) then
      return format('%s must be a text of 1 to 2,000 characters', field.key);
    end if;
  end loop;
  if not evidence ?| array['source_url', 'document_hash'] then
    return 'evidence needs a source_url or a document_hash';
  elsif evidence ->> 'source_url' !~ '^https?://[^[:space:]]+$' then
    return 'source_url must start with https:// or http://';
  elsif evidence ->> 'document_hash' !~ '^(sha256:)?[0-9a-f]{64}$' then
    return 'document_hash must be a SHA-256 in 64 lower-case hexadecimal digits';
  end if;
  return null;
end
$$;
-- constraints run with the rights of whoever writes
grant execute on function app.evidence_problem(jsonb) to anon, authenticated, service_role;

create table public.vehicle_outcomes (
  id           uuid not null default gen_random_uuid(),
  vehicle_id   uuid not null references public.vehicles (id) on delete cascade,
  kind         text not null,
  value        numeric(14, 2),
  currency     text not null default 'USD',
  sold         boolean,
  modification text,
  occurred_at  timestamptz not null,
  known_at     timestamptz,
  evidence     jsonb not null,
  note         text,
  reported_by  uuid default auth.uid() references auth.users (id) on delete set null,
  confirmed_by uuid references auth.users (id) on delete set null,
  confirmed_at timestamptz,
  declined_at  timestamptz,
  declined_for text,
  owner_id     uuid,
  is_public    boolean not null default false,
  created_at   timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint outcome_kind_is_known check (
    kind in ('auction_result', 'appraisal', 'build_completed', 'modification_value')),
  constraint auction_results_say_whether_it_sold check ((kind = 'auction_result') = (sold is not null)),
  constraint outcomes_other_than_builds_have_a_value check
    (case when kind = 'build_completed' then value is null else value is not null or not sold end),
  constraint outcome_value_is_above_0_and_at_most_1e9 check
    (value <= 1e9 and (value > 0 or (kind = 'modification_value' and value >= -1e9))),
  constraint outcome_currency_is_three_capital_letters check (currency ~ '^[A-Z]{3}$'),
  constraint modification_values_name_the_modification check
    ((kind = 'modification_value') = (modification is not null) and app.is_readable(modification, 200)),
  constraint outcomes_have_happened check (
    occurred_at >= '1885-01-01' and occurred_at <= created_at + interval '5 minutes'),
  constraint outcomes_are_known_after_they_occurred check
    (known_at >= occurred_at and known_at <= greatest(created_at + interval '5 minutes', occurred_at)),
  constraint outcome_note_has_1_to_1000_characters check (app.is_readable(note, 1000)),
  constraint outcomes_are_declined_for_a_reason check (
    (declined_at is null) = (declined_for is null) and app.is_readable(declined_for, 1000)),
  constraint declined_outcomes_are_not_confirmed check (declined_at is null or confirmed_at is null),
  constraint evidence_is_short check (length(evidence::text) <= 10000),
  constraint evidence_is_well_formed check (app.evidence_problem(evidence) is null)
);

comment on table public.vehicle_outcomes is
  'One row a reported outcome: auction result, appraisal, finished build or value of a modification. Never rewritten; '
  'its reporter takes back a finished build that has answered nothing yet.';
comment on column public.vehicle_outcomes.value is
  'Hammer price (of an unsold lot: the highest bid), appraised value, or what the modification added; in units of '
  'currency.';
comment on column public.vehicle_outcomes.known_at is
  'Since when anybody could know it; when it occurred unless said otherwise. Bets placed from then on are void.';
comment on column public.vehicle_outcomes.confirmed_at is
  'Since when it counts. Null: reported by the owner or a bettor, and not confirmed yet.';
comment on column public.vehicle_outcomes.note is 'What its reporter says of it.';
comment on column public.vehicle_outcomes.declined_at is
  'Since when it is known not to count, for declined_for; seen by the owner and its reporter alone from then on.';

create index vehicle_outcomes_by_kind on public.vehicle_outcomes (vehicle_id, kind, occurred_at);
create index vehicle_outcomes_by_reporter on public.vehicle_outcomes (reported_by) where reported_by is not null;
create index vehicle_outcomes_by_confirmer on public.vehicle_outcomes (confirmed_by) where confirmed_by is not null;

revoke all on public.vehicle_outcomes from public, anon, authenticated, service_role;
grant select on public.vehicle_outcomes to anon, authenticated;
grant insert (id, vehicle_id, kind, value, currency, sold, modification, occurred_at, known_at, evidence, note,
              reported_by) on public.vehicle_outcomes to authenticated;
grant select, insert on public.vehicle_outcomes to service_role;

alter table public.vehicle_outcomes enable row level security;

create policy "anyone sees outcomes of public vehicles" on public.vehicle_outcomes
  for select to anon using (is_public and declined_at is null);

create policy "members see outcomes of public vehicles, of their own, and their reports" on public.vehicle_outcomes
  for select to authenticated
  using ((is_public and declined_at is null) or owner_id = (select auth.uid())
    or (is_public and reported_by = (select auth.uid())));

create policy "reporters report as themselves" on public.vehicle_outcomes
  for insert to authenticated
  with check (reported_by = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

-- Whether somebody gains by what is reported about a vehicle.
create or replace function app.has_interest(person uuid, vehicle uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.vehicles v where v.id = vehicle and v.user_id = person)
      or exists (select from public.vehicle_bets b where b.vehicle_id = vehicle and b.user_id = person)
$$;

-- An operator decides nothing about a vehicle that they own or have bet on.
create or replace function app.require_no_interest(vehicle uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if app.is_client() and app.has_interest(auth.uid(), vehicle) then
    perform app.refuse('operators_decide_what_they_have_no_part_in',
      'You own this vehicle or have bet on it.', 'Leave it to another operator.', '42501');
  end if;
end
$$;

create or replace function app.require_reporter() returns void
language plpgsql security definer set search_path = '' as $$
begin
  if app.is_client() and not exists (select from public.trusted_reporters t where t.user_id = auth.uid())
     and not app.is_operator() then
    raise exception 'Only trusted reporters and operators report and confirm outcomes.'
      using errcode = 'insufficient_privilege', detail = 'reporters_are_trusted',
        hint = 'Send the evidence to the operator, who can enter it.';
  end if;
end
$$;

-- Before the copy of the vehicle's visibility, which takes a weaker lock: the bets on their way in are waited for, and
-- later ones find the question answered.
create or replace function app.admit_outcome() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  problem constant text := case when length(new.evidence::text) <= 10000 then app.evidence_problem(new.evidence) end;
begin
  perform from public.vehicles v where v.id = new.vehicle_id for no key update;
  if app.is_own_build(new) then
    perform app.check_own_build(new);
    new.known_at := new.occurred_at;   -- who built it knew then, and so may have their friends
  else
    perform app.require_reporter();
  end if;
  if problem is not null then
    perform app.refuse('evidence_is_well_formed', problem);
  end if;
  new.known_at := coalesce(new.known_at, new.occurred_at);
  new.confirmed_by := null;
  new.confirmed_at := case when new.reported_by is null or not app.has_interest(new.reported_by, new.vehicle_id)
    then now() end;
  return new;
end
$$;

create trigger vehicle_outcomes_admit before insert on public.vehicle_outcomes
  for each row execute function app.admit_outcome();

insert into app.settings (name, value, about) values
  ('pace_outcomes', '60', 'Outcomes that one person may report in ten minutes.')
on conflict (name) do update set about = excluded.about;
select app.pace_inserts('public.vehicle_outcomes', 'outcomes');

create trigger vehicle_outcomes_hang_on_vehicle before insert on public.vehicle_outcomes
  for each row execute function app.hang_on_vehicle();

create or replace function app.propose_results() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform app.apply_outcome(new);
  return null;
end
$$;

create trigger vehicle_outcomes_answer_questions after insert on public.vehicle_outcomes
  for each row when (new.confirmed_at is not null) execute function app.propose_results();

create or replace function app.confirm_outcome(outcome_id uuid, why text) returns public.vehicle_outcomes
language plpgsql security definer set search_path = '' as $$
declare
  outcome public.vehicle_outcomes;
begin
  perform app.require_reporter();
  if app.is_operator() then perform app.require_reason(why); end if;
  select o.* into outcome from public.vehicle_outcomes o
    where o.id = outcome_id and (o.is_public or o.owner_id = auth.uid() or not app.is_client() or app.is_operator());
  if not found then
    raise exception 'There is no outcome %.', coalesce(outcome_id::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_outcome';
  elsif app.is_client() and (outcome.reported_by = auth.uid() or app.has_interest(auth.uid(), outcome.vehicle_id)) then
    raise exception 'An outcome is confirmed by somebody who neither reported it, nor owns the vehicle, nor bets on it.'
      using errcode = 'insufficient_privilege', detail = 'outcomes_are_confirmed_by_somebody_else';
  end if;
  perform from public.vehicles v where v.id = outcome.vehicle_id for no key update;
  update public.vehicle_outcomes o set confirmed_by = auth.uid(), confirmed_at = now()
    where o.vehicle_id = outcome.vehicle_id and o.id = outcome_id and o.confirmed_at is null and o.declined_at is null
    returning o.* into outcome;
  if found then
    perform app.apply_outcome(outcome);
    perform app.tell_reporter(outcome);
    if not app.is_client() or app.is_operator() then
      perform app.note_operator_act('confirm_outcome', outcome.id::text, why);
    end if;
  else
    select o.* into outcome from public.vehicle_outcomes o where o.id = outcome_id;
    if not found then
      perform app.not_found('outcome', outcome_id::text, 'Its reporter has taken it back.');
    elsif outcome.declined_at is not null then
      perform app.refuse('outcome_is_declined', 'An operator has declined this report.',
        'Its reporter may enter it anew.', 'PT409');
    end if;
  end if;
  return outcome;
end
$$;
grant execute on function app.confirm_outcome(uuid, text) to authenticated, service_role;

create or replace function public.confirm_outcome(outcome_id uuid, reason text default null)
  returns public.vehicle_outcomes
language sql set search_path = '' as $$
  select app.confirm_outcome(outcome_id, reason)
$$;
comment on function public.confirm_outcome(uuid, text) is
  'Lets an outcome count that the owner or a bettor reported. For operators, who say why, the service role and trusted '
    'reporters, without an '
    'interest in it.';
grant execute on function public.confirm_outcome(uuid, text) to authenticated, service_role;
