-- Comment reports: a member tells the operators that a comment is out of place. They read and decide them by
-- 98_operator/10_reports.sql.

create table public.comment_reports (
  vehicle_id     uuid not null,   -- no key to vehicles, which would make embedding comments in vehicles ambiguous
  interaction_id uuid not null,
  user_id        uuid not null default auth.uid() references auth.users (id) on delete cascade,
  reason         text not null,
  state          text not null default 'open',
  created_at     timestamptz not null default now(),
  decided_at     timestamptz,
  primary key (vehicle_id, interaction_id, user_id),   -- one a person and comment
  constraint comment_reports_comment_fkey foreign key (vehicle_id, interaction_id)
    references public.image_interactions (vehicle_id, id) on delete cascade,
  constraint reason_has_1_to_1000_characters check (app.is_readable(reason, 1000)),
  constraint report_state_is_known check (state in ('open', 'upheld', 'rejected')),
  constraint decided_reports_have_a_time check ((state = 'open') = (decided_at is null))
);

comment on table public.comment_reports is
  'Private: the author of a comment and the owner of the vehicle do not learn who reported it.';

create index comment_reports_open on public.comment_reports (created_at) where state = 'open';
create index comment_reports_by_person on public.comment_reports (user_id);

revoke all on public.comment_reports from public, anon, authenticated, service_role;
grant select on public.comment_reports to authenticated;
grant insert (interaction_id, user_id, reason) on public.comment_reports to authenticated;
grant select, insert, update, delete on public.comment_reports to service_role;

alter table public.comment_reports enable row level security;

create policy "members see what they reported" on public.comment_reports
  for select to authenticated using (user_id = (select auth.uid()));

create policy "members report as themselves" on public.comment_reports
  for insert to authenticated with check (user_id = (select auth.uid()));

create or replace function app.hang_report_on_comment() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  select c.vehicle_id into new.vehicle_id from public.image_interactions c
    where c.id = new.interaction_id and c.interaction_type = 'comment'
      and ((c.is_public and not c.is_hidden) or c.owner_id = auth.uid() or not app.is_client());
  if not found then
    raise exception 'There is no comment %.', coalesce(new.interaction_id::text, 'without an id')
      using errcode = 'foreign_key_violation', hint = 'interaction_id takes the id of a comment that you can see.';
  end if;
  return new;
end
$$;

create trigger comment_reports_hang_on_comment before insert on public.comment_reports
  for each row execute function app.hang_report_on_comment();

select app.pace_inserts('public.comment_reports', 'reports');
