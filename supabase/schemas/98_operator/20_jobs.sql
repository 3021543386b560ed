-- Jobs as operators see them, and what they may hurry.

create or replace function app.job_health()
returns table (name text, every text, last_run_at timestamptz, last_success_at timestamptz, last_error text)
language sql stable security definer set search_path = '' as $$
  select app.require_operator();
  select j.name, j.every::text, j.last_run_at, j.last_success_at, j.last_error from app.jobs j
    order by j.last_error is null, j.name
$$;
create or replace function public.job_health()
returns table (name text, every text, last_run_at timestamptz, last_success_at timestamptz, last_error text)
language sql stable set search_path = '' as $$
  select * from app.job_health()
$$;
comment on function public.job_health() is
  'For operators: every job, those that failed last first. Times are to within a minute.';

-- Runs a job at once, as its runner does it: within what one request may take, and without the operator's claims, so
-- that it does what it always does. Returns its error; null when it went well.
create or replace function app.run_job_now(job text, why text) returns text
language plpgsql security definer set search_path = '' as $$
declare
  claims constant text := current_setting('request.jwt.claims', true);
  problem text;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  if not exists (select from app.jobs j where j.name = job) then perform app.not_found('job', left(job, 100)); end if;
  perform app.note_operator_act('run_job', job, why);
  perform set_config('request.jwt.claims', '', true);
  problem := app.run_job(job);
  perform set_config('request.jwt.claims', coalesce(claims, ''), true);
  return problem;
end
$$;
create or replace function public.run_job_now(name text, reason text) returns text
language sql set search_path = '' as $$
  select app.run_job_now(name, reason)
$$;
comment on function public.run_job_now(text, text) is
  'For operators: runs a job at once, within what one request may take. Returns its error; null when it went well.';

-- An item that is set aside, or all of a work, is due at once: the next run of its job takes it. Returns how many.
create or replace function app.retry_work(of_work text, of_item text, why text) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  hurried integer;
begin
  perform app.require_operator();
  perform app.require_reason(why);
  update app.set_aside s set next_try_at = now() where s.work = of_work and (of_item is null or s.item = of_item);
  get diagnostics hurried = row_count;
  if hurried = 0 then
    perform app.refuse('item_is_set_aside', 'Nothing of this is set aside any more.', 'Read the list again.', 'PT409');
  end if;
  perform app.note_operator_act('retry_work', concat_ws(' ', of_work, of_item), why);
  return hurried;
end
$$;
create or replace function public.retry_work(work text, reason text, item text default null) returns integer
language sql set search_path = '' as $$
  select app.retry_work(work, item, reason)
$$;
comment on function public.retry_work(text, text, text) is
  'For operators: what is set aside of a work, or one item of it, is tried by the next run of its job. Returns how '
    'many.';

grant execute on function
  app.job_health(), public.job_health(), app.run_job_now(text, text), public.run_job_now(text, text),
  app.retry_work(text, text, text), public.retry_work(text, text, text)
  to authenticated, service_role;
