import type { Sql } from 'postgres'

export type Sizes = { people: number; hotVotes: number; vehicles: number; votesEach: number }

/**
 * Settled voters, one hot vehicle, and many others with some votes each; all of it folded.
 *
 * Rows go in without triggers, as a restore would put them; the fold then weighs every vote as it always does.
 */
export async function fill(sql: Sql, { people, hotVotes, vehicles, votesEach }: Sizes): Promise<{ hot: string }> {
  await sql`
    insert into auth.users (id, email_confirmed_at, created_at)
    select app_id(n), now() - interval '1 year', now() - interval '1 year' from generate_series(1, ${people}) n`
  const [hot] =
    await sql`insert into public.vehicles (make, model, user_id) values ('Datsun', 'PL510', null) returning id`
  await sql`
    insert into public.vehicles (make, model, user_id) select 'Make ' || n % 50, 'Model ' || n, null from generate_series(1, ${vehicles}) n`
  await sql.begin(async (restore) => {
    await restore`set local session_replication_role = replica`
    await restore`
      insert into public.auction_votes (vehicle_id, user_id, vote, estimated_value, is_public)
      select ${hot?.id}, app_id(n), case when n % 10 < 7 then 'yes' else 'no' end, 20000 + (n * 7919) % 20000, true
      from generate_series(1, ${hotVotes}) n`
    await restore`
      insert into public.auction_votes (vehicle_id, user_id, vote, estimated_value, is_public)
      select v.id, app_id(1 + (v.place * 31 + n * 101) % ${people}),
             case when (n * 37 + v.place * 13) % 100 < 30 + v.place % 60 then 'yes' else 'no' end, 5000 + (n * 7919 + v.place * 17) % 50000, true
      from (select id, row_number() over () as place from public.vehicles where id <> ${hot?.id}) v, generate_series(1, ${votesEach}) n
      on conflict do nothing`
  })
  await sql`analyze`
  await sql`
    do $$
    declare
      batch record;
    begin
      for batch in
        select array_agg(x.vehicle_id order by x.vehicle_id, x.user_id) as vehicles, array_agg(x.user_id order by x.vehicle_id, x.user_id) as users
        from (select a.vehicle_id, a.user_id, (row_number() over (order by a.vehicle_id, a.user_id) - 1) / 50000 as part from public.auction_votes a) x
        group by x.part
      loop
        perform from app.vote_fold_state for update;
        perform app.fold_votes(batch.vehicles, batch.users);
      end loop;
    end
    $$`
  await sql`vacuum analyze`
  return { hot: hot?.id as string }
}

export const helpers = `
  create or replace function public.app_id(n bigint) returns uuid language sql immutable as $$
    select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;`
