-- Image interactions: likes, comments and shares. One like a person and photo, any number of comments and shares.

create table public.image_interactions (
  id               uuid not null default gen_random_uuid(),
  vehicle_id       uuid not null references public.vehicles (id) on delete cascade,
  image_id         uuid not null references public.vehicle_images (id) on delete cascade,
  user_id          uuid not null default auth.uid() references auth.users (id) on delete cascade,
  interaction_type text not null,
  comment_text     text,
  owner_id         uuid,
  is_public        boolean not null default false,
  created_at       timestamptz not null default now(),
  primary key (vehicle_id, id),
  constraint interaction_type_is_like_comment_or_share check (interaction_type in ('like', 'comment', 'share')),
  constraint comment_text_belongs_to_comments check ((interaction_type = 'comment') = (comment_text is not null)),
  constraint comment_has_1_to_2000_characters check (length(comment_text) <= 2000 and comment_text ~ '[^[:space:]]')
);

comment on table public.image_interactions is 'What people do with a photo. owner_id and is_public are copies of the vehicle''s, kept by the database.';

create unique index image_interactions_one_like on public.image_interactions (vehicle_id, image_id, user_id)
  where interaction_type = 'like';
create index image_interactions_by_image on public.image_interactions (image_id, interaction_type, created_at);
create index image_interactions_by_person on public.image_interactions (user_id, created_at);

revoke all on public.image_interactions from public, anon, authenticated, service_role;
grant select on public.image_interactions to anon, authenticated;
grant insert (image_id, user_id, interaction_type, comment_text) on public.image_interactions to authenticated;
grant delete on public.image_interactions to authenticated;
grant select, insert, update, delete on public.image_interactions to service_role;

alter table public.image_interactions enable row level security;

create policy "anyone sees what people do with public photos" on public.image_interactions
  for select to anon using (is_public);

create policy "members see interactions on public photos and on their own" on public.image_interactions
  for select to authenticated using (is_public or owner_id = (select auth.uid()));

create policy "members like, comment and share as themselves" on public.image_interactions
  for insert to authenticated
  with check (user_id = (select auth.uid()) and (is_public or owner_id = (select auth.uid())));

create policy "members take back what they did" on public.image_interactions
  for delete to authenticated using (user_id = (select auth.uid()));

create trigger image_interactions_hang_on_photo before insert on public.image_interactions
  for each row execute function app.hang_on_photo();
