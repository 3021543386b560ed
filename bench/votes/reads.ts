import type { Sql } from 'postgres'

export type Read = { name: string; kept: number; rows: number }

/** What the kept tallies spare: the same answers, added up from the rows. */
const questions = (hot: string) => [
  {
    name: 'Summary of one vehicle with 100,000 votes',
    kept: `select * from public.auction_vote_summary where vehicle_id = '${hot}'`,
    rows: `
      select s.*, (app.judge((s.weight)::bigint, (s.weight_yes)::bigint, 0, 0, 0, 0)).*
      from (select count(*) as total_votes, count(*) filter (where a.vote = 'yes') as yes_votes, avg(a.estimated_value) as avg_estimated_value,
                   max(a.updated_at) as last_vote_at, percentile_cont(array[0.25, 0.5, 0.75]) within group (order by a.estimated_value) as band,
                   sum(b.weight) as weight, coalesce(sum(b.weight) filter (where a.vote = 'yes'), 0) as weight_yes
            from public.auction_votes a join app.ballots b on b.vehicle_id = a.vehicle_id and b.user_id = a.user_id
            where a.vehicle_id = '${hot}') s`,
  },
  {
    name: 'The same, but plain counts and average only',
    kept: `select total_votes, yes_votes, no_votes, yes_percent, avg_estimated_value, last_vote_at from public.auction_vote_summary where vehicle_id = '${hot}'`,
    rows: `
      select count(*), count(*) filter (where a.vote = 'yes'), avg(a.estimated_value), max(a.updated_at)
      from public.auction_votes a where a.vehicle_id = '${hot}'`,
  },
  {
    name: 'Top 20 ready of 1,000,000 votes',
    kept: 'select * from public.auction_ready order by wilson_lower desc, vehicle_id limit 20',
    rows: `
      select s.vehicle_id, w.lower from (
        select a.vehicle_id, count(*) as votes, count(*) filter (where a.vote = 'yes') as yes
        from public.auction_votes a group by a.vehicle_id) s, app.wilson(s.yes, s.votes) w
      where s.votes >= 10 and w.lower > 0.5 order by 2 desc, 1 limit 20`,
  },
]

/** Milliseconds inside the database, the best of some runs, plans ready. */
export async function measureReads(sql: Sql, hot: string): Promise<Read[]> {
  const reads: Read[] = []
  for (const { name, kept, rows } of questions(hot)) {
    reads.push({ name, kept: await best(sql, kept, 500), rows: await best(sql, rows, 1) })
  }
  return reads
}

async function best(sql: Sql, query: string, times: number): Promise<number> {
  await sql.unsafe(`
    create or replace function bench.time_it() returns float8 language plpgsql as $$
    declare
      started timestamptz;
      fastest float8 := 'Infinity';
    begin
      for round in 1..7 loop
        started := clock_timestamp();
        for n in 1..${times} loop perform * from (${query}) q; end loop;
        fastest := least(fastest, extract(epoch from clock_timestamp() - started) * 1000 / ${times});
      end loop;
      return fastest;
    end $$`)
  const [row] = await sql<{ ms: number }[]>`select bench.time_it() as ms`
  return row?.ms ?? Number.NaN
}
