import type { Sql } from 'postgres'

export type Sizes = { people: number; hotVotes: number; vehicles: number; votesEach: number }

/** The id of the nth voter. */
export const voterId = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

/**
 * Regular voters, one hot vehicle, and many others with some votes each; all of it folded.
 *
 * The votes go in without triggers, as a restore would put them; the fold then weighs each of them as it always does.
 */
export async function fill(sql: Sql, { people, hotVotes, vehicles, votesEach }: Sizes): Promise<{ hot: string }> {
  await sql`create schema bench`
  await sql`
    create function bench.voter(n bigint) returns uuid language sql immutable
    return ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`
  await sql`
    insert into auth.users (id, email_confirmed_at, created_at)
    select bench.voter(n), now() - interval '1 year', now() - interval '1 year' from generate_series(1, ${people}) n`
  const [hot] =
    await sql`insert into public.vehicles (make, model, user_id) values ('Datsun', 'PL510', null) returning id`
  await sql`
    insert into public.vehicles (make, model, user_id)
    select 'Make ' || n % 50, 'Model ' || n, null from generate_series(1, ${vehicles}) n`
  await sql.begin(async (restore) => {
    await restore`set local session_replication_role = replica`
    await restore`
      insert into public.auction_votes (vehicle_id, user_id, vote, estimated_value, is_public)
      select ${hot?.id}, bench.voter(n), case when n % 10 < 7 then 'yes' else 'no' end, 20000 + (n * 7919) % 20000, true
      from generate_series(1, ${hotVotes}) n`
    await restore`
      insert into public.auction_votes (vehicle_id, user_id, vote, estimated_value, is_public)
      select v.id, bench.voter(1 + (v.place * 31 + n * 101) % ${people}),
             case when (n * 37 + v.place * 13) % 100 < 30 + v.place % 60 then 'yes' else 'no' end,
             5000 + (n * 7919 + v.place * 17) % 50000, true
      from (select id, row_number() over () as place from public.vehicles where id <> ${hot?.id}) v, generate_series(1, ${votesEach}) n
      on conflict do nothing`
  })
  await sql`analyze`
  const batches = await sql<{ part: number }[]>`
    create table bench.pairs as
      select a.vehicle_id, a.user_id, ((row_number() over (order by a.vehicle_id, a.user_id) - 1) / 50000)::int as part
      from public.auction_votes a`.then(() => sql<{ part: number }[]>`select distinct part from bench.pairs order by 1`)
  for (const { part } of batches) {
    await sql.begin(async (fold) => {
      await fold`select from app.folds f where f.name = 'votes' for update`
      await fold`
        select app.fold_votes(array_agg(vehicle_id order by vehicle_id, user_id), array_agg(user_id order by vehicle_id, user_id))
        from bench.pairs where part = ${part}`
    })
  }
  await sql`drop table bench.pairs`
  await sql`vacuum analyze`
  return { hot: hot?.id as string }
}
