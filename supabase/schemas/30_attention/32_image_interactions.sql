-- Image interactions: likes, comments and shares. One like a person and photo, any number of comments and shares.
-- A comment may reply to a comment, one level deep. Their author edits them, the vehicle's owner may hide them.

create table public.image_interactions (
  id               uuid not null default gen_random_uuid(),
  vehicle_id       uuid not null references public.vehicles (id) on delete cascade,
  image_id         uuid not null references public.vehicle_images (id) on delete cascade,
  user_id          uuid not null default auth.uid() references auth.users (id) on delete cascade,
  interaction_type text not null,
  comment_text     text,
  parent_id        uuid,
  share_channel    text,
  is_hidden        boolean not null default false,
  lifts            boolean not null default true,
  owner_id         uuid,
  is_public        boolean not null default false,
  client_id        uuid,
  created_at       timestamptz not null default now(),
  edited_at        timestamptz,
  primary key (vehicle_id, id),
  constraint image_interactions_parent_fkey foreign key (vehicle_id, parent_id)
    -- replies outlive a comment taken back
    references public.image_interactions (vehicle_id, id) on delete set null (parent_id),
  constraint interaction_type_is_like_comment_or_share check (interaction_type in ('like', 'comment', 'share')),
  constraint comment_text_belongs_to_comments check ((interaction_type = 'comment') = (comment_text is not null)),
  constraint comment_has_1_to_2000_characters check (app.is_readable(comment_text, 2000)),
  constraint only_comments_reply check (parent_id is null or interaction_type = 'comment'),
  constraint only_comments_are_hidden check (not is_hidden or interaction_type = 'comment'),
  constraint share_channel_belongs_to_shares check (share_channel is null or interaction_type = 'share'),
  constraint share_channel_is_known check (
    share_channel in ('native', 'link', 'email', 'message', 'facebook', 'whatsapp', 'x', 'reddit', 'other'))
);

comment on table public.image_interactions is
  'What people do with a photo. owner_id and is_public are copies of the vehicle''s, kept by the database.';
comment on column public.image_interactions.parent_id is 'The comment that this one answers.';
comment on column public.image_interactions.share_channel is 'native is the device''s own share sheet (Web Share).';
comment on column public.image_interactions.lifts is
  'Adds to the engagement score: a person''s first comment and first share of a photo within a day do, others are '
  'counted only.';
comment on column public.image_interactions.client_id is
  'Made by the client and one for each act of a person, so that what is sent again is not done twice.';
comment on column public.image_interactions.is_hidden is
  'Set by the vehicle''s owner; then only owner and author see the comment, and it is not counted.';

create unique index image_interactions_one_like on public.image_interactions (vehicle_id, image_id, user_id)
  where interaction_type = 'like';
create unique index image_interactions_sent_once on public.image_interactions (user_id, client_id)
  where client_id is not null;
create index image_interactions_by_id on public.image_interactions (id);
create index image_interactions_by_image on public.image_interactions (image_id, interaction_type, created_at);
create index image_interactions_by_person on public.image_interactions (user_id, created_at, id);
create index image_interactions_by_parent on public.image_interactions (vehicle_id, parent_id)
  where parent_id is not null;

revoke all on public.image_interactions from public, anon, authenticated, service_role;
grant select on public.image_interactions to anon, authenticated;
grant insert (image_id, user_id, interaction_type, comment_text, parent_id, share_channel, client_id)
  on public.image_interactions to authenticated;
grant update (comment_text, is_hidden) on public.image_interactions to authenticated;
grant delete on public.image_interactions to authenticated;
grant select, insert, update, delete on public.image_interactions to service_role;

alter table public.image_interactions enable row level security;

create policy "anyone sees what people do with public photos" on public.image_interactions
  for select to anon using (is_public and not is_hidden);

create policy "members see interactions on public photos and on their own" on public.image_interactions
  for select to authenticated
  using ((is_public and (not is_hidden or user_id = (select auth.uid()))) or owner_id = (select auth.uid()));

create policy "members like, comment and share as themselves" on public.image_interactions
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

create policy "authors edit their comments and owners hide them" on public.image_interactions
  for update to authenticated
  using (interaction_type = 'comment'
         and ((user_id = (select auth.uid()) and is_public) or owner_id = (select auth.uid())));

create policy "members take back what they did" on public.image_interactions
  for delete to authenticated using (user_id = (select auth.uid()));

create trigger image_interactions_hang_on_photo before insert on public.image_interactions
  for each row execute function app.hang_on_photo();

create or replace function app.join_thread() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  parent public.image_interactions;
begin
  select * into parent from public.image_interactions p
    where p.vehicle_id = new.vehicle_id and p.id = new.parent_id and p.image_id = new.image_id
      and p.interaction_type = 'comment'
      and (not p.is_hidden or p.owner_id = new.user_id or p.user_id = new.user_id);
  if not found then
    raise exception 'There is no comment % on this photo.', new.parent_id
      using errcode = 'foreign_key_violation', hint = 'parent_id takes the id of a comment on the same photo.';
  elsif parent.parent_id is not null then
    raise exception 'Comments answer one level deep.'
      using errcode = 'check_violation', constraint = 'replies_are_one_level_deep',
        detail = 'replies_are_one_level_deep',
            hint = format('Answer the comment %s, at the top of that thread.', parent.parent_id);
  end if;
  return new;
end
$$;

create trigger image_interactions_join_thread before insert on public.image_interactions
  for each row when (new.parent_id is not null) execute function app.join_thread();

create or replace function app.edit_comment() returns trigger
language plpgsql set search_path = '' as $$
begin
  if new.comment_text is distinct from old.comment_text then
    if app.is_client() and new.user_id is distinct from auth.uid() then
      raise exception 'Only its author edits a comment.'
        using errcode = 'insufficient_privilege', hint = 'As the owner of the vehicle you may hide it (is_hidden).';
    end if;
    new.edited_at := now();
  end if;
  -- What an operator does, a function of the database does for them: the one who writes is not the client.
  if new.is_hidden is distinct from old.is_hidden and current_user in ('anon', 'authenticated')
     and app.is_client() and new.owner_id is distinct from auth.uid() then
    raise exception 'Only the owner of the vehicle hides a comment or shows it again.'
      using errcode = 'insufficient_privilege', hint = 'As its author you may take it back (delete).';
  end if;
  if old.is_hidden and not new.is_hidden and app.is_client() and app.is_held_comment(new.vehicle_id, new.id) then
    perform app.refuse('an_operator_holds_this_comment', 'An operator has taken this comment from view.',
      'Ask the operators of this site.', '42501');
  end if;
  return new;
end
$$;

create trigger image_interactions_edit_comment before update of comment_text, is_hidden on public.image_interactions
  for each row execute function app.edit_comment();

-- Changes: what the fold adds to the counts. A change takes back in the hour in which the thing was done, so that an
-- hour says how much of what was done in it still stands.
create table app.interaction_changes (
  vehicle_id       uuid not null,
  id               bigint generated always as identity,
  image_id         uuid not null,
  interaction_type text not null,
  delta            smallint not null,
  lifts            boolean not null,
  occurred_at      timestamptz not null,
  xact             xid8 not null,
  primary key (vehicle_id, id)
);

create index interaction_changes_by_xact on app.interaction_changes (xact);

revoke all on app.interaction_changes from public, anon, authenticated, service_role;

create or replace function app.note_interaction_change() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  subject constant public.image_interactions := case when tg_op = 'DELETE' then old else new end;
  delta constant integer :=
    case when tg_op <> 'DELETE' and not new.is_hidden then 1 else 0 end
      - case when tg_op <> 'INSERT' and not old.is_hidden then 1 else 0 end;
begin
  if delta <> 0 then
    insert into app.interaction_changes (vehicle_id, image_id, interaction_type, delta, lifts, occurred_at, xact)
      values (subject.vehicle_id, subject.image_id, subject.interaction_type, delta, subject.lifts, subject.created_at,
        app.ledger_xact());
  end if;
  return null;
end
$$;

create trigger image_interactions_note_change after insert or delete or update of is_hidden on public.image_interactions
  for each row execute function app.note_interaction_change();

-- The score tells how many people a photo moves, not how often one of them says so. Two inserts by one person wait for
-- each other.
create or replace function app.weigh_interaction() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.image_id::text || new.user_id::text, 0));
  new.lifts := not exists (
    select from public.image_interactions i
    where i.user_id = new.user_id and i.created_at > new.created_at - interval '1 day'
      and i.created_at < new.created_at + interval '1 day'
      and i.image_id = new.image_id and i.interaction_type = new.interaction_type and i.lifts);
  return new;
end
$$;

create trigger image_interactions_weigh before insert on public.image_interactions
  for each row when (new.interaction_type <> 'like') execute function app.weigh_interaction();

select app.pace_inserts('public.image_interactions', 'interactions');

-- A share says that somebody passed a photo on; passing it on all day lifts nothing.
insert into app.settings (name, value, about) values
  ('shares_per_photo_day', '5', 'Shares of one photo by one person within 24 hours.')
on conflict (name) do update set about = excluded.about;
create or replace function app.bound_shares() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if app.is_client() and (
    select count(*) from public.image_interactions i
    where i.vehicle_id = new.vehicle_id and i.image_id = new.image_id and i.user_id = new.user_id
      and i.interaction_type = 'share'
      and i.created_at > now() - interval '1 day'
  ) >= app.setting_number('shares_per_photo_day') then
    perform app.refuse('shares_are_limited', 'You have shared this photo often today.',
      'Share another, or this one tomorrow.', 'PT429');
  end if;
  return new;
end
$$;
create trigger image_interactions_zz_bound_shares before insert on public.image_interactions
  for each row when (new.interaction_type = 'share') execute function app.bound_shares();
