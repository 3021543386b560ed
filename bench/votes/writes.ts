import postgres, { type Sql } from 'postgres'
import { median } from '../machine.ts'
import { voterId } from './community.ts'

export type Write = { name: string; bare: number; ours: number }

const clients = 16

/**
 * Votes a second on one vehicle by 16 connections, each vote a transaction of a member of its own under row level security:
 * on our table with all that follows, and on a twin of it without any trigger. The server's fold runs every second meanwhile.
 */
export async function measureWrites(
  sql: Sql,
  databaseUrl: string,
  { rounds, seconds, from }: { rounds: number; seconds: number; from: number },
): Promise<Write[]> {
  await makeTwin(sql)
  const [vehicle] =
    await sql`insert into public.vehicles (make, model, user_id) values ('Saab', '99', null) returning id`
  const hot = vehicle?.id as string
  const pool = Array.from({ length: clients }, () => postgres(databaseUrl, { max: 1, onnotice: () => {} }))
  try {
    let next = from
    const run = (table: string, voter: () => number) => votesPerSecond(pool, table, hot, voter, seconds)
    const figures = {
      new: { bare: [] as number[], ours: [] as number[] },
      change: { bare: [] as number[], ours: [] as number[] },
    }
    for (let round = 0; round < rounds; round++) {
      const fresh = () => next++
      figures.new.bare.push(await run('bench.bare_votes', fresh))
      figures.new.ours.push(await run('public.auction_votes', fresh))
      let n = 0
      const known = () => from + (n++ % 500)
      figures.change.bare.push(await run('bench.bare_votes', known))
      figures.change.ours.push(await run('public.auction_votes', known))
      await sql`truncate app.vote_pace` // the few who vote so often here would be slowed
    }
    return [
      { name: 'New votes on one vehicle', bare: median(figures.new.bare), ours: median(figures.new.ours) },
      { name: 'Changed votes on one vehicle', bare: median(figures.change.bare), ours: median(figures.change.ours) },
    ]
  } finally {
    await Promise.all(pool.map((client) => client.end()))
  }
}

/** The table, its key, indexes, checks and references; no trigger. */
async function makeTwin(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create table bench.bare_votes (like public.auction_votes including all,
      foreign key (vehicle_id) references public.vehicles (id), foreign key (user_id) references auth.users (id));
    alter table bench.bare_votes enable row level security;
    create policy everything on bench.bare_votes to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
    grant usage on schema bench to authenticated;
    grant select, insert, update on bench.bare_votes to authenticated;`)
}

async function votesPerSecond(
  pool: Sql[],
  table: string,
  vehicle: string,
  voter: () => number,
  seconds: number,
): Promise<number> {
  const end = performance.now() + seconds * 1000
  let done = 0
  const vote = async (client: Sql) => {
    while (performance.now() < end) {
      const id = voterId(voter())
      const value = done % 2 ? 'yes' : 'no'
      await client
        .unsafe(`
          begin;
          select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{"sub":"${id}","role":"authenticated"}', true);
          insert into ${table} (vehicle_id, user_id, vote, reason, estimated_value) values ('${vehicle}', '${id}', '${value}', 'Ready', ${20000 + done})
            on conflict (vehicle_id, user_id) do update set vehicle_id = excluded.vehicle_id, user_id = excluded.user_id, vote = excluded.vote,
              reason = excluded.reason, estimated_value = excluded.estimated_value;
          commit`)
        .simple()
        .catch(async (error) => {
          await client.unsafe('rollback').simple()
          if (error.code !== 'PT429') throw error
        })
      done++
    }
  }
  await Promise.all(pool.map(vote))
  return done / seconds
}
