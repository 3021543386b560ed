-- Vehicle versions: texts that change when votes, bets or what people do with photos change. Who watches a vehicle
-- compares them and reads anew only what has changed; see docs/guides/live.md. Each is a look at an index: ids of the
-- ledgers, which grow with what has just happened, and the versions of the rows that the folds keep. A change is marked
-- when it happens and once more when it has been folded.

create or replace function app.vehicle_versions(vehicle_ids uuid[])
returns table (vehicle_id uuid, votes text, bets text, photos text, vehicle text)
language sql stable security definer set search_path = '' as $$
  select v.id,
         concat_ws(' ', (select max(h.id) from app.auction_vote_history h where h.vehicle_id = v.id),
                        (select t.xmin::text from app.vote_tallies t where t.vehicle_id = v.id),
                        (select r.xmin::text from app.auction_reserves r where r.vehicle_id = v.id),
                        (select string_agg(n.xmin::text, ',' order by n.id) from public.auction_nominations n
                          where n.vehicle_id = v.id),
                        (select string_agg(a.xmin::text, ',' order by a.outcome_id) from app.auction_results a
                          where a.vehicle_id = v.id)),
         concat_ws(' ', (select max(c.id) from app.bet_changes c where c.vehicle_id = v.id),
                        (select string_agg(s.xmin::text, ',' order by s.bet_type) from app.bet_sentiments s
                          where s.vehicle_id = v.id),
                        (select extract(epoch from max(q.updated_at)) from public.bet_questions q
                          where q.vehicle_id = v.id)),
         (select max(c.id)::text from app.interaction_changes c where c.vehicle_id = v.id),
         v.xmin::text   -- who may see it may have changed
  from public.vehicles v where v.id = any (vehicle_ids)
$$;

-- { "<vehicle id>": { "votes": "...", "bets": "...", "photos": "..." } } for at most 100 vehicles; those that the
-- caller may not see are left out.
create or replace function public.vehicle_versions(vehicle_ids uuid[]) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if cardinality(vehicle_ids) > 100 then
    perform app.refuse('vehicle_versions_takes_at_most_100_vehicles', 'These are more than 100 vehicles.',
      'Ask for them in several calls.');
  end if;
  return (
    select coalesce(jsonb_object_agg(
      m.vehicle_id, jsonb_build_object('votes', m.votes, 'bets', m.bets, 'photos', m.photos)), '{}')
    from app.vehicle_versions(array(select v.id from public.vehicles v where v.id = any (vehicle_ids))) m);
end
$$;

grant execute on function app.vehicle_versions(uuid[]), public.vehicle_versions(uuid[])
  to anon, authenticated, service_role;

-- Hosted Supabase tells browsers of changes in the tables of this publication; it is absent elsewhere.
do $$
declare
  tab text;
begin
  if exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime' and not puballtables) then
    foreach tab in array array['auction_votes', 'auction_nominations', 'vehicle_bets', 'image_interactions'] loop
      if not exists (select from pg_catalog.pg_publication_tables
                     where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = tab) then
        execute format('alter publication supabase_realtime add table public.%I', tab);
      end if;
    end loop;
  end if;
end
$$;
