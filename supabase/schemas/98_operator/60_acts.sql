-- The record of operators' acts, in words.

-- What an act was done to: the vehicle, member, comment, source, document or outcome of that id, and what else is named
-- with it; as it stands where there is none any more.
create or replace function app.act_subject(about text) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select concat_ws(', ', coalesce(
        (select app.vehicle_words(v.id) from public.vehicles v where v.id = x.id),
        (select coalesce(u.email::text, 'A visitor') from auth.users u where u.id = x.id),
        (select format('“%s”', app.fit(c.comment_text, 80)) from public.image_interactions c where c.id = x.id),
        (select s.title from public.sources s where s.id = x.id and s.is_public),
        (select d.title from public.source_documents d where d.id = x.id and d.is_public),
        (select app.vehicle_words(o.vehicle_id) from public.vehicle_outcomes o where o.id = x.id),
        x.id::text), nullif(x.rest, ''))
    from (select substring(about from 1 for 36)::uuid as id, btrim(substring(about from 37)) as rest
      where about ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}( |$)') x), about)
$$;
create index vehicle_outcomes_by_id on public.vehicle_outcomes (id);

-- The latest first.
create or replace function app.operator_acts(most integer, before timestamptz)
returns table (at timestamptz, operator_id uuid, operator text, act text, about text, reason text, subject text)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select a.at, a.operator_id, u.email::text, a.act, a.about, a.reason, app.act_subject(a.about)
  from (select x.* from app.operator_acts x where before is null or x.at < before
    order by x.at desc limit least(greatest(most, 0), 1000)) a
  left join auth.users u on u.id = a.operator_id
  order by a.at desc
$$;
create or replace function public.operator_acts("limit" integer default 100, before timestamptz default null)
returns table (at timestamptz, operator_id uuid, operator text, act text, about text, reason text, subject text)
language sql stable set search_path = '' as $$
  select * from app.operator_acts("limit", before)
$$;
comment on function public.operator_acts(integer, timestamptz) is
  'For operators: who did what to what and when, the latest first; at most 1,000 a page. subject: about in words.';
grant execute on function app.operator_acts(integer, timestamptz), public.operator_acts(integer, timestamptz)
  to authenticated, service_role;
