-- How much waits for an operator, for the head of their pages. Counts go to a thousand.
create or replace function app.operator_overview()
returns table (reports bigint, disputes bigint, unconfirmed bigint, held_votes bigint, held_comments bigint,
               failing_jobs bigint,
               set_aside bigint, failing_sources bigint, suspended bigint, research_is_on boolean)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select
    (select count(*) from (select from app.reports r where r.state = 'open' group by r.kind, r.vehicle_id, r.thing
      limit 1000) x),
    (select count(*) from (select from public.bet_questions q where q.state = 'disputed' limit 1000) x),
    (select count(*) from (select from public.vehicle_outcomes o
      where o.confirmed_at is null and o.declined_at is null limit 1000) x),
    (select count(*) from (select b.vehicle_id from app.ballots b where b.review = 'held' group by 1 limit 1000) x),
    (select count(*) from (select from app.held_comments limit 1000) x),
    (select count(*) from app.jobs j where j.last_error is not null),
    (select count(*) from (select from app.set_aside limit 1000) x),
    (select count(*) from (select from public.sources s where s.last_error is not null and s.is_public limit 1000) x),
    (select count(*) from (select from auth.users u where u.banned_until > now() and u.deleted_at is null
      limit 1000) x),
    app.setting('research_model') = 'on'
$$;
create or replace function public.operator_overview()
returns table (reports bigint, disputes bigint, unconfirmed bigint, held_votes bigint, held_comments bigint,
               failing_jobs bigint,
               set_aside bigint, failing_sources bigint, suspended bigint, research_is_on boolean)
language sql stable set search_path = '' as $$
  select * from app.operator_overview()
$$;
comment on function public.operator_overview() is 'For operators: how much waits for them.';
grant execute on function app.operator_overview(), public.operator_overview() to authenticated, service_role;
