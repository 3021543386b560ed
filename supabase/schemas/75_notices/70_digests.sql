-- The digest: one mail a day or a week that lists what is new. What it lists waits in the notices, not in the outbox,
-- which gives up after three days; it is made when it is due, and once more looked at when it is sent.

insert into app.settings (name, value, about) values
  ('digest_hour', '7', 'The hour (UTC) at which digests are made; those of a week on Mondays.')
on conflict (name) do update set about = excluded.about;

-- The latest time at which a digest was due.
create or replace function app.digest_slot(every text) returns timestamptz
language sql stable set search_path = '' as $$
  select (date_trunc(every, (now() at time zone 'utc') - h.hours) + h.hours) at time zone 'utc'
  from (select make_interval(hours => app.setting_number('digest_hour')::integer) as hours) h
$$;

-- One person's: what has waited since before the slot, at most 100 of it; the page has the rest.
create or replace function app.make_digest(person uuid, slot timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  listed uuid[];
  message uuid;
begin
  insert into app.digests as d (user_id, made_at) values (person, now())
    on conflict (user_id) do update set made_at = now() where d.made_at is null or d.made_at < slot;
  if not found then return; end if;   -- somebody else has made it
  with waiting as (
    update public.notices n set digested_at = now()
      where n.user_id = person and n.in_digest and n.digested_at is null
      returning n.id, n.created_at, n.read_at
  )
  select array(select w.id from waiting w where w.read_at is null order by w.created_at desc, w.id limit 100)
    into listed;
  if listed = '{}' or not exists (select from auth.users u where u.id = person and u.email is not null) then
    return;
  end if;
  insert into app.outbox (kind, user_id, payload) values ('digest', person, jsonb_build_object('notices', listed))
    returning id into message;
  insert into app.outbox_deliveries (outbox_id, channel) values (message, 'email');
end
$$;

create or replace function app.make_digests() returns integer
language plpgsql security definer set search_path = '' as $$
declare
  day constant timestamptz := app.digest_slot('day');
  week constant timestamptz := app.digest_slot('week');
  due record;
  made integer := 0;
begin
  for due in
    select w.user_id, w.slot from (
      select n.user_id, case coalesce(d.every, 'day') when 'day' then day when 'week' then week end as slot,
        min(n.created_at) as since, max(d.made_at) as made_at
      from public.notices n left join app.digests d on d.user_id = n.user_id
      where n.in_digest and n.digested_at is null group by 1, 2) w
    where w.since < w.slot and (w.made_at is null or w.made_at < w.slot)
      and not app.is_set_aside('make_digest', w.user_id::text)
    order by w.user_id limit 1000
  loop
    begin
      perform app.make_digest(due.user_id, due.slot);
      perform app.item_is_done('make_digest', due.user_id::text);
      made := made + 1;
    exception when others then
      perform app.set_item_aside('make_digest', due.user_id::text, sqlerrm);
    end;
  end loop;
  return made;
end
$$;

select app.register_job('make_digests', '1 minute', 'select app.make_digests()', phase => '15 seconds');
