import type { Sql, TransactionSql } from 'postgres'
import { byHand } from '../../support/by-hand.ts'

/** Who asks, as the gateway tells the database. */
export type Caller = {
  role: 'anon' | 'authenticated' | 'service_role'
  userId?: string
  address?: string
  userAgent?: string
}

export type ViewEvent = {
  event_id: string
  image_id: string
  viewed_at: string
  view_duration_seconds?: number
  device_type?: string
  viewer_id?: string
}

export type Answer = { accepted: number; duplicates: number; rejected: { index: number; reason: string }[] }

export const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
export const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'

/** One transaction with a caller's role, claims and headers, as each request is. */
export async function asCaller<T>(sql: Sql, caller: Caller, work: (sql: TransactionSql) => Promise<T>): Promise<T> {
  const claims = JSON.stringify({ role: caller.role, ...(caller.userId ? { sub: caller.userId } : {}) })
  const headers = JSON.stringify({
    'user-agent': caller.userAgent ?? firefox,
    'x-forwarded-for': caller.address ?? '192.0.2.1',
  })
  const result = await sql.begin(async (transaction) => {
    await transaction`select set_config('request.jwt.claims', ${claims}, true),
      set_config('request.headers', ${headers}, true), set_config('role', ${caller.role}, true)`
    return await work(transaction)
  })
  return result as T
}

export async function record(sql: Sql, caller: Caller, events: unknown): Promise<Answer> {
  return await asCaller(sql, caller, (transaction) => recordIn(transaction, events))
}

export async function recordIn(transaction: TransactionSql, events: unknown): Promise<Answer> {
  const [row] = await transaction`select public.record_image_views(${transaction.json(events as never)}) as answer`
  return row?.answer as Answer
}

/** Folds until nothing is left to fold, however many others are at it. */
export async function foldAll(sql: Sql): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    await byHand(sql, 'fold_views')
    const [left] = await sql`select app.has_something_to_fold() as something`
    if (!left?.something) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('There is still something to fold after 10 s.')
}
