-- Visibility: what an existing project's vehicles need so that private ones stay private everywhere.

alter table public.vehicles add column if not exists is_public boolean not null default true;

-- A vehicle that goes private, or changes hands, takes along all that hangs on it, in the same transaction.
create or replace function app.carry_visibility() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  shown constant boolean := coalesce(new.is_public, false);
begin
  update public.image_interactions t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.image_tags t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.vehicle_bets t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.bet_changes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.bettors t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update app.bet_sentiments t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_questions t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_closings t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.bet_disputes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.vehicle_outcomes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.auction_votes t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  update public.spec_research_cache t set owner_id = new.user_id, is_public = shown where t.vehicle_id = new.id;
  return null;
end
$$;
revoke all on function app.carry_visibility() from public, anon, authenticated, service_role;

create trigger vehicles_carry_visibility after update of is_public, user_id on public.vehicles
  for each row when (old.is_public is distinct from new.is_public or old.user_id is distinct from new.user_id)
  execute function app.carry_visibility();
