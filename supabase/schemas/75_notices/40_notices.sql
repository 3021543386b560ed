-- Notices: what a person is told, to be read in the page. What goes by mail too stands in the outbox, or waits here for
-- the digest.

create table public.notices (
  user_id     uuid not null references auth.users (id) on delete cascade,
  id          uuid not null default gen_random_uuid(),
  kind        text not null references app.notice_kinds (kind),
  vehicle_id  uuid references public.vehicles (id) on delete cascade,
  body        text not null,
  payload     jsonb not null default '{}',
  created_at  timestamptz not null default now(),
  read_at     timestamptz,
  news_id     uuid,
  in_digest   boolean not null default false,
  digested_at timestamptz,
  primary key (user_id, id),
  constraint notice_body_has_1_to_1000_characters check (length(body) between 1 and 1000)
);
comment on table public.notices is
  'What a member is told in the page. Written by the database; read by that member only.';

create index notices_by_person on public.notices (user_id, created_at desc);
comment on column public.notices.news_id is 'What happened, where several people are told of it; see app.news.';
comment on column public.notices.in_digest is 'Waits for the digest, or was in one since digested_at.';

-- Whatever runs twice, one person is told once that something of a kind has happened.
create unique index notices_tell_once on public.notices (kind, news_id, user_id);
create index notices_await_digest on public.notices (user_id, created_at) where in_digest and digested_at is null;
create index notices_by_vehicle on public.notices (vehicle_id);

revoke all on public.notices from public, anon, authenticated, service_role;
grant select on public.notices to authenticated, service_role;
alter table public.notices enable row level security;

create policy "members read their own notices" on public.notices
  for select to authenticated using (user_id = (select auth.uid()));

create or replace function app.mark_notice_read(notice uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.notices n set read_at = coalesce(n.read_at, now()) where n.user_id = auth.uid() and n.id = notice;
  if not found then
    raise exception 'There is no notice % of yours.', coalesce(notice::text, 'without an id')
      using errcode = 'PT404', detail = 'unknown_notice';
  end if;
end
$$;

create or replace function public.mark_notice_read(id uuid) returns void
language sql set search_path = '' as $$
  select app.mark_notice_read(id)
$$;
comment on function public.mark_notice_read(uuid) is
  'Marks one of the caller''s notices as read; a second time changes nothing.';

grant execute on function app.mark_notice_read(uuid), public.mark_notice_read(uuid) to authenticated;
