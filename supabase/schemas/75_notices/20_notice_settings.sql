-- Settings of notices: by person and kind, and how often the digest comes. Who has wished nothing has no row.

create table app.notice_wishes (
  user_id uuid not null references auth.users (id) on delete cascade,
  kind    text not null references app.notice_kinds (kind) on delete cascade,
  way     text not null,
  primary key (user_id, kind),
  constraint wished_way_is_known check (way in ('none', 'page', 'digest', 'mail'))
);
create index notice_wishes_by_kind on app.notice_wishes (kind);
comment on table app.notice_wishes is 'Where a person wishes notices of a kind to go; without a row, as the kind says.';

create table app.digests (
  user_id uuid primary key references auth.users (id) on delete cascade,
  every   text not null default 'day',
  made_at timestamptz,
  constraint digest_comes_every_day_or_week_or_never check (every in ('day', 'week', 'never'))
);
comment on column app.digests.made_at is 'When the latest one was made.';
revoke all on app.notice_wishes, app.digests from public, anon, authenticated, service_role;

create or replace function app.notice_way(person uuid, what text) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce((select w.way from app.notice_wishes w where w.user_id = person and w.kind = what), k.way)
  from app.notice_kinds k where k.kind = what
$$;

create or replace function app.digest_every(person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce((select d.every from app.digests d where d.user_id = person), 'day')
$$;

create or replace function app.notice_settings()
returns table (kind text, about text, way text, usual text)
language sql stable security definer set search_path = '' as $$
  select app.require_account();
  select k.kind, k.about, app.notice_way(auth.uid(), k.kind), k.way from app.notice_kinds k order by k.place
$$;

create or replace function app.wish_notice(person uuid, what text, where_to text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if where_to is null or where_to not in ('none', 'page', 'digest', 'mail') then
    perform app.refuse('notice_way_is_known', 'Notices go nowhere, to the page, into the digest or by mail.',
      'The ways are none, page, digest and mail.', '22023');
  elsif not exists (select from app.notice_kinds k where k.kind = what) then
    perform app.not_found('notice kind', left(what, 60), 'notice_settings() lists the kinds.');
  end if;
  insert into app.notice_wishes (user_id, kind, way) values (person, what, where_to)
    on conflict (user_id, kind) do update set way = excluded.way;
end
$$;

create or replace function app.wish_digest(person uuid, how_often text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if how_often is null or how_often not in ('day', 'week', 'never') then
    perform app.refuse('digest_comes_every_day_or_week_or_never', 'The digest comes every day, every week or never.',
      'Say day, week or never.', '22023');
  end if;
  insert into app.digests (user_id, every) values (person, how_often)
    on conflict (user_id) do update set every = excluded.every;
end
$$;

create or replace function app.set_notice_way(what text, where_to text) returns void
language sql security definer set search_path = '' as $$
  select app.wish_notice(app.require_account(), what, where_to)
$$;
create or replace function app.set_digest(how_often text) returns void
language sql security definer set search_path = '' as $$
  select app.wish_digest(app.require_account(), how_often)
$$;
create or replace function app.my_digest() returns text
language sql stable security definer set search_path = '' as $$
  select app.digest_every(app.require_account())
$$;

-- From a mail, by a link that the server has signed: no more mails of this kind, or of any where it names none. Never
-- louder than before. Returns what the kind is about; null for the digest, for all, and for an account that is gone.
create or replace function app.unsubscribe(person uuid, what text) returns text
language plpgsql security definer set search_path = '' as $$
begin
  perform from auth.users u where u.id = person for key share;
  if not found then return null; end if;
  if what is null or what = 'digest' then perform app.wish_digest(person, 'never'); end if;
  if what is distinct from 'digest' then
    insert into app.notice_wishes as w (user_id, kind, way)
      select person, k.kind, 'page' from app.notice_kinds k
      where (what is null or k.kind = what) and app.notice_way(person, k.kind) in ('mail', 'digest')
      on conflict (user_id, kind) do update set way = excluded.way;
  end if;
  return (select k.about from app.notice_kinds k where k.kind = what);
end
$$;

create or replace function public.notice_settings() returns table (kind text, about text, way text, usual text)
language sql stable set search_path = '' as $$ select * from app.notice_settings() $$;
comment on function public.notice_settings() is
  'The kinds of notices, where the caller''s go (none, page, digest or mail) and where they go unless one wishes '
  'otherwise. Refuses not_signed_in.';
create or replace function public.set_notice_way(kind text, way text) returns void
language sql set search_path = '' as $$ select app.set_notice_way(kind, way) $$;
comment on function public.set_notice_way(text, text) is
  'Where the caller''s notices of a kind go: none, page, digest or mail. Refuses not_signed_in, unknown_notice_kind, '
  'notice_way_is_known.';
create or replace function public.my_digest() returns text
language sql stable set search_path = '' as $$ select app.my_digest() $$;
comment on function public.my_digest() is 'How often the caller''s digest comes: day, week or never.';
create or replace function public.set_digest(every text) returns void
language sql set search_path = '' as $$ select app.set_digest(every) $$;
comment on function public.set_digest(text) is
  'How often the caller''s digest comes: day, week or never. Refuses not_signed_in, '
  'digest_comes_every_day_or_week_or_never.';

grant execute on function app.notice_settings(), app.set_notice_way(text, text), app.my_digest(), app.set_digest(text),
  public.notice_settings(), public.set_notice_way(text, text), public.my_digest(), public.set_digest(text)
  to authenticated;
