-- Outbox: what is to be sent, written in the transaction that gives the reason for it, so that neither happens without
-- the other. A worker takes messages under a lease and says how it went; one that dies in between gives the lease up by
-- its end. So every message is delivered at least once, and a receiver tells a repeat by its id.

create table app.outbox (
  id         uuid primary key default gen_random_uuid(),
  kind       text not null,
  user_id    uuid references auth.users (id) on delete cascade,
  vehicle_id uuid,
  payload    jsonb not null default '{}',
  news_id    uuid,
  created_at timestamptz not null default now(),
  constraint outbox_kind_is_short check (kind ~ '^[a-z_]{1,60}$')
);
comment on table app.outbox is 'One row a message; user_id is whom it is for.';
create index outbox_by_person on app.outbox (user_id) where user_id is not null;

create table app.outbox_deliveries (
  outbox_id       uuid not null references app.outbox (id) on delete cascade,
  channel         text not null,
  attempts        integer not null default 0,
  next_attempt_at timestamptz default now(),
  delivered_at    timestamptz,
  last_error      text,
  primary key (outbox_id, channel),
  constraint channel_is_known check (channel in ('webhook', 'email')),
  constraint delivered_messages_are_not_tried_again check (delivered_at is null or next_attempt_at is null)
);
comment on column app.outbox_deliveries.next_attempt_at is
  'Null when delivered, or given up after the last attempt. While a worker holds it: the end of the lease.';
create index outbox_deliveries_due on app.outbox_deliveries (next_attempt_at) where next_attempt_at is not null;

revoke all on app.outbox, app.outbox_deliveries from public, anon, authenticated, service_role;

-- How many mails at once a person is sent a day; more wait for the digest.
insert into app.settings (name, value, about) values
  ('mails_per_person_day', '20', 'Notices mailed at once to one person within 24 hours; more wait for the digest.')
on conflict (name) do update set about = excluded.about;

create or replace function app.mails_are_many(person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select count(*) >= app.setting_number('mails_per_person_day') from (
    select from app.outbox o where o.user_id = person and o.created_at > now() - interval '1 day'
    limit app.setting_number('mails_per_person_day')::bigint) o
$$;

-- Tells a person something, where they wish it, and the webhook in any case. To many people: app.news.
create or replace function app.tell(person uuid, about uuid, what text, words text, details jsonb default '{}')
  returns void
language plpgsql security definer set search_path = '' as $$
declare
  way text;
  message uuid;
begin
  if person is null then return; end if;
  words := app.fit(words, 1000);   -- a name in it may be of any length
  way := app.notice_way(person, what);
  if way <> 'none' then
    insert into public.notices (user_id, kind, vehicle_id, body, payload, in_digest)
      values (person, what, about, words, details, way = 'digest');
  end if;
  insert into app.outbox (kind, user_id, vehicle_id, payload)
    values (what, person, about, details || jsonb_build_object('body', words))
    returning id into message;
  insert into app.outbox_deliveries (outbox_id, channel)
    select message, c from unnest(array['webhook', 'email']) c where c = 'webhook' or way = 'mail';
end
$$;

create or replace function app.is_hidden_from(person uuid, vehicle uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select vehicle is not null and not exists (
    select from public.vehicles v where v.id = vehicle and (v.is_public or v.user_id = person))
$$;

-- Whether a mail that was meant for somebody still is: who may no longer see the car or has wished otherwise since gets
-- none, and what no longer stands is not told.
create or replace function app.is_still_for(person uuid, what text, vehicle uuid, news uuid, by_way text)
  returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  n app.news;
begin
  if app.is_hidden_from(person, vehicle)
     or (app.notice_way(person, what) <> by_way
       -- more in a day than are mailed at once
       and not (by_way = 'digest' and app.notice_way(person, what) = 'mail')) then
    return false;
  end if;
  select x.* into n from app.news x where x.id = is_still_for.news;
  return not found or app.news_stands(n);
end
$$;

-- What a digest lists: of the notices it was made of, those that are unread and still for that person.
create or replace function app.digest_items(person uuid, notices uuid[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('kind', n.kind, 'body', n.body, 'vehicle_id', n.vehicle_id,
      'payload', n.payload) order by n.created_at desc, n.id)
  from public.notices n
  where n.user_id = person and n.id = any (notices) and n.read_at is null
    and app.is_still_for(person, n.kind, n.vehicle_id, n.news_id, 'digest')
$$;

-- What a mail says besides the message's own payload; null where it is not to be sent any more.
create or replace function app.mail_of(o app.outbox) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  every constant text := app.digest_every(o.user_id);
  items jsonb;
begin
  if not exists (select from auth.users u where u.id = o.user_id and u.deleted_at is null
      and (u.banned_until is null or u.banned_until <= now())) then
    return null;
  elsif o.kind = 'digest' then
    items := app.digest_items(o.user_id, array(select jsonb_array_elements_text(o.payload -> 'notices')::uuid));
    return case when items is not null and every <> 'never' then jsonb_build_object(
      'items', items, 'subject', 'What is new', 'about', 'something is new, once a ' || every) end;
  elsif app.is_still_for(o.user_id, o.kind, o.vehicle_id, o.news_id, 'mail') then
    return (select jsonb_build_object('subject', k.subject, 'about', k.about) from app.notice_kinds k
      where k.kind = o.kind);
  end if;
  return null;
end
$$;

-- For the worker. Takes what is due, at most `most` deliveries, and keeps others from it until the lease ends.
-- `channels` are those that the worker has; without it, all. `mail` holds subject and about of a mail, and a digest's
-- items; mails that are for nobody any more are given up here.
create or replace function app.take_outbox(lease interval, most integer, channels text[] default null)
returns table (id uuid, channel text, kind text, user_id uuid, email text, vehicle_id uuid, payload jsonb,
               attempts integer, created_at timestamptz, mail jsonb)
language sql security definer set search_path = '' as $$
  with due as materialized (
    select d.outbox_id, d.channel from app.outbox_deliveries d
    where d.next_attempt_at <= now() and (channels is null or d.channel = any (channels)) order by d.next_attempt_at
      limit greatest(most, 0) for update skip locked
  ), judged as materialized (
    select j.*, j.channel <> 'email' or j.mail is not null as goes
    from (select due.outbox_id, due.channel, case when due.channel = 'email' then app.mail_of(o) end as mail
          from due join app.outbox o on o.id = due.outbox_id offset 0) j
  ), taken as (
    update app.outbox_deliveries d
      set attempts = d.attempts + j.goes::integer, next_attempt_at = case when j.goes then now() + lease end,
          last_error = case when j.goes then d.last_error else 'It is not for them any more.' end
      from judged j where d.outbox_id = j.outbox_id and d.channel = j.channel
      returning d.outbox_id, d.channel, d.attempts, j.mail, j.goes
  )
  select o.id, t.channel, o.kind, o.user_id, u.email::text, o.vehicle_id, o.payload, t.attempts, o.created_at, t.mail
  from taken t join app.outbox o on o.id = t.outbox_id left join auth.users u on u.id = o.user_id
  where t.goes
  order by o.created_at, o.id, t.channel
$$;

-- Returns false when it had been delivered before, by another worker.
create or replace function app.outbox_delivered(id uuid, channel text) returns boolean
language sql security definer set search_path = '' as $$
  with done as (
    update app.outbox_deliveries d set delivered_at = now(), next_attempt_at = null, last_error = null
      where d.outbox_id = outbox_delivered.id and d.channel = outbox_delivered.channel and d.delivered_at is null
      returning 1
  )
  select exists (select from done)
$$;

-- Tries again after 30 s, 1 min, 2 min and so on up to 6 h, 20 times in all: for some three days. Returns when, null
-- for never.
create or replace function app.outbox_failed(id uuid, channel text, error text) returns timestamptz
language sql security definer set search_path = '' as $$
  update app.outbox_deliveries d
    set last_error = left(outbox_failed.error, 1000),
        next_attempt_at = case when d.attempts < 20
          then now() + least(interval '30 seconds' * power(2, least(d.attempts, 12) - 1), interval '6 hours') end
    where d.outbox_id = outbox_failed.id and d.channel = outbox_failed.channel and d.delivered_at is null
    returning d.next_attempt_at
$$;

grant execute on function app.take_outbox(interval, integer, text[]), app.outbox_delivered(uuid, text),
  app.outbox_failed(uuid, text, text) to service_role;
