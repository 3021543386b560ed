-- The outcomes that wait for somebody without an interest in them, the longest first; `is_own`: the operator reported
-- it, owns the vehicle or has bet on it.
create or replace function app.unconfirmed_outcomes(most integer, after jsonb)
returns table (id uuid, vehicle_id uuid, vehicle text, kind text, value numeric, currency text, sold boolean,
               modification text, occurred_at timestamptz, evidence jsonb, note text, reported_by uuid,
               reported_at timestamptz, is_own boolean)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select o.id, o.vehicle_id, app.vehicle_words(o.vehicle_id), o.kind, o.value, o.currency, o.sold, o.modification,
    o.occurred_at, o.evidence, o.note, o.reported_by, o.created_at,
    app.is_client() and (o.reported_by is not distinct from auth.uid()
      or app.has_interest(auth.uid(), o.vehicle_id))
  from public.vehicle_outcomes o
  where o.confirmed_at is null and o.declined_at is null
    and (after is null or (o.created_at, o.id) > ((after ->> 'reported_at')::timestamptz, (after ->> 'id')::uuid))
  order by o.created_at, o.id limit least(greatest(most, 0), 200)
$$;
create index vehicle_outcomes_unconfirmed on public.vehicle_outcomes (created_at, id)
  where confirmed_at is null and declined_at is null;
create or replace function public.unconfirmed_outcomes("limit" integer default 50, "after" jsonb default null)
returns table (id uuid, vehicle_id uuid, vehicle text, kind text, value numeric, currency text, sold boolean,
               modification text, occurred_at timestamptz, evidence jsonb, note text, reported_by uuid,
               reported_at timestamptz, is_own boolean)
language sql stable set search_path = '' as $$
  select * from app.unconfirmed_outcomes("limit", "after")
$$;
comment on function public.unconfirmed_outcomes(integer, jsonb) is
  'For operators: outcomes that wait for confirm_outcome, the longest first; at most 200 a page. after: { reported_at, '
  'id } of the last one seen.';
grant execute on function app.unconfirmed_outcomes(integer, jsonb), public.unconfirmed_outcomes(integer, jsonb)
  to authenticated, service_role;
