-- Jobs: what the database does by itself when it is asked. Areas register theirs beside the functions. pg_cron and the
-- server's job runner both read this table; any number of them may run a job at once, for each job is safe to run twice
-- or in two places.

create table app.jobs (
  name            text primary key,
  every           interval not null,
  phase           interval not null default '0',
  statement       text not null,
  last_run_at     timestamptz,
  last_success_at timestamptz,
  last_error      text,
  constraint name_is_a_name check (name ~ '^[a-z_]{1,60}$'),
  constraint every_is_whole_seconds_minutes_hours_or_a_day check (every in (
    interval '1 second' * extract(second from every), interval '1 minute' * extract(minute from every),
    interval '1 hour' * extract(hour from every), interval '1 day') and every > interval '0'),
  constraint phase_is_within_every check (phase >= interval '0' and phase < every)
);
comment on table app.jobs is 'What runs by itself, and how it last went.';
comment on column app.jobs.phase is 'How far past the full minute, hour or day (UTC) it runs.';
comment on column app.jobs.last_run_at is
  'To within a minute, as last_success_at: a job of every second would otherwise write every second.';
comment on column app.jobs.last_error is 'Why the last run failed; null when it went well.';
revoke all on app.jobs from public, anon, authenticated, service_role;

-- A job's time as pg_cron writes it. It is asked every two seconds at most: each run there is a row of its log.
create or replace function app.cron_of(every interval, phase interval) returns text
language sql immutable set search_path = '' as $$
  select case
    when every < interval '1 minute' then greatest(2, extract(second from every)::integer) || ' seconds'
    when every < interval '1 hour' then format('*/%s * * * *', extract(minute from every))
    when every < interval '1 day' then format('%s */%s * * *', extract(minute from phase), extract(hour from every))
    else format('%s %s * * *', extract(minute from phase), extract(hour from phase))
  end
$$;

-- The one place that schedules with pg_cron, where it exists. Call it once after pg_cron has been added to a project.
create or replace function app.schedule_jobs() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  job app.jobs;
  scheduled integer := 0;
begin
  if not exists (select from pg_catalog.pg_extension where extname = 'pg_cron') then return 0; end if;
  for job in select j.* from app.jobs j order by j.name loop
    perform cron.schedule('paddock-' || replace(job.name, '_', '-'), app.cron_of(job.every, job.phase),
      format('select app.run_job(%L)', job.name));
    scheduled := scheduled + 1;
  end loop;
  return scheduled;
end
$$;

create or replace function app.register_job(name text, every interval, statement text, phase interval default '0')
  returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.jobs as j (name, every, phase, statement)
    values (register_job.name, register_job.every, register_job.phase, register_job.statement)
    on conflict on constraint jobs_pkey do update set every = excluded.every, phase = excluded.phase,
      statement = excluded.statement;
  perform app.schedule_jobs();
end
$$;

-- Writes only what is news, and a success once a minute.
create or replace function app.note_job(name text, error text) returns void
language sql security definer set search_path = '' as $$
  update app.jobs j
    set last_run_at = clock_timestamp(), last_error = app.fit(note_job.error, 1000),
        last_success_at = case when note_job.error is null then clock_timestamp() else j.last_success_at end
    where j.name = note_job.name
      and (app.fit(note_job.error, 1000) is distinct from j.last_error or j.last_run_at is null
        or j.last_run_at < clock_timestamp() - interval '1 minute')
$$;

-- Runs a job now and notes how it went. Returns its error; null when it went well.
create or replace function app.run_job(name text) returns text
language plpgsql security definer set search_path = '' as $$
declare
  statement constant text := (select j.statement from app.jobs j where j.name = run_job.name);
  problem text;
begin
  if statement is null then perform app.not_found('job', run_job.name); end if;
  begin
    execute statement;
  exception when others then
    problem := sqlerrm;
  end;
  perform app.note_job(run_job.name, problem);
  return problem;
end
$$;
