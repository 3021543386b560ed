-- Held comments: an operator has taken them from view. A held comment is hidden as one that the owner hides, and the
-- owner cannot show it again.

create table app.held_comments (
  vehicle_id     uuid not null,
  interaction_id uuid not null,
  was_hidden     boolean not null,
  held_at        timestamptz not null default now(),
  primary key (vehicle_id, interaction_id),
  constraint held_comments_comment_fkey foreign key (vehicle_id, interaction_id)
    references public.image_interactions (vehicle_id, id) on delete cascade
);
comment on table app.held_comments is 'Why and by whom stands in operator_acts, as hold_comment.';
comment on column app.held_comments.was_hidden is 'The owner had hidden it before, which a release leaves as it was.';
create index held_comments_by_time on app.held_comments (held_at desc);
revoke all on app.held_comments from public, anon, authenticated, service_role;

create or replace function app.is_held_comment(vehicle uuid, comment uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from app.held_comments h where h.vehicle_id = vehicle and h.interaction_id = comment)
$$;
-- the trigger runs with the rights of whoever writes
grant execute on function app.is_held_comment(uuid, uuid) to authenticated, service_role;
