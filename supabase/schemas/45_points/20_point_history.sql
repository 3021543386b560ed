-- Point history: what a person's account went through, a row for each bet that a transfer touched.

alter table app.point_transfers enable row level security;
alter table app.point_entries enable row level security;
grant select on app.point_transfers, app.point_entries to authenticated, service_role;

-- Neither table is exposed: both are read through the view below, a transfer only beside an entry of one's own.
create policy "members see transfers beside their own entries" on app.point_transfers
  for select to authenticated using (true);

create policy "members see their own entries" on app.point_entries
  for select to authenticated using (user_id = (select auth.uid()));

create or replace view public.point_history with (security_invoker = true) as
select
  e.user_id, t.made_at, t.kind, t.id as transfer_id, e.bet_id, t.vehicle_id, t.question,
  e.available, e.escrow, e.owed
from (
  select x.user_id, x.transfer_id, x.bet_id,
         coalesce(sum(x.amount) filter (where x.account = 'available'), 0) as available,
         coalesce(sum(x.amount) filter (where x.account = 'escrow'), 0)    as escrow,
         coalesce(-sum(x.amount) filter (where x.account = 'owed'), 0)     as owed
  from app.point_entries x where x.user_id is not null
  group by x.user_id, x.transfer_id, x.bet_id
) e
join app.point_transfers t on t.id = e.transfer_id;

comment on view public.point_history is
  'Changes of available, staked and owed points, each with its reason. People see their own, the service role '
    'everybody''s.';

revoke all on public.point_history from public, anon, authenticated, service_role;
grant select on public.point_history to authenticated, service_role;
