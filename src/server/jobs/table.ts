import type { Sql } from 'postgres'

/** A row of `app.jobs`: due every so often, counted from midnight UTC, and `phaseMs` later. */
export type Job = { name: string; everyMs: number; phaseMs: number }

export async function readJobs(sql: Sql): Promise<Job[]> {
  return await sql<Job[]>`
    select name, (extract(epoch from every) * 1000)::float8 as "everyMs", (extract(epoch from phase) * 1000)::float8 as "phaseMs"
    from app.jobs order by name`
}

/** @returns more than 0 and at most `everyMs` */
export function msUntilNext({ everyMs, phaseMs }: Job, now: number): number {
  return everyMs - ((((now - phaseMs) % everyMs) + everyMs) % everyMs)
}
