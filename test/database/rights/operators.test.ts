import { expect, test } from 'vitest'
import { community } from '../../support/community.ts'
import { operator, removeOperator, withClaim } from '../../support/operators.ts'
import { calls } from './calls.ts'

// What operators may call, found in the catalog: a new function is tried without anybody adding it here.

/** Those that change something take a reason, and leave one row in the record. */
type Operators = { name: string; acts: boolean }

test('an operator may call each, and acts with a reason that stands in the record; a role that was taken away, a suspended account and the claim alone may call none', async () => {
  const { sql } = await community()
  const functions = await sql<Operators[]>`
    select p.proname as name, 'reason' = any (p.proargnames) and p.provolatile = 'v'
      and pg_get_function_result(p.oid) !~ '^TABLE' as acts
    from pg_proc p where p.pronamespace = 'public'::regnamespace and exists (
      select from pg_proc d where d.pronamespace = 'app'::regnamespace and d.proname = p.proname
        and d.prosrc ~ 'app\.require_operator\(\)')`
  expect(functions.filter(({ acts }) => acts).length).toBeGreaterThan(15)
  expect(functions.filter(({ acts }) => !acts).length).toBeGreaterThan(12)
  for (const { name, acts } of functions) {
    const c = await community()
    const given = (await calls[name]?.(c)) ?? {}
    const args = acts ? { ...given, reason: 'To try it' } : given
    const [olga, removed, suspended] = [await operator(c), await operator(c, 'rolf'), await operator(c, 'susi')]
    await removeOperator(c, removed)
    await c.sql`update auth.users set banned_until = now() + interval '1 hour' where id = ${suspended.id}`
    for (const person of [removed, await withClaim(c, c.bob)]) {
      const { error } = await person.rpc(name, args)
      expect(error, name).toMatchObject({ code: '42501', details: 'operators_only' })
    }
    expect((await suspended.rpc(name, args)).error, name).not.toBeNull()
    expect((await olga.rpc(name, args)).error, name).toBeNull()
    const others = [removed.id, suspended.id, c.bob.id]
    expect(await c.sql`select from app.operator_acts where operator_id = any (${others})`, name).toHaveLength(0)
    const rows = await c.sql`select about, reason from app.operator_acts where operator_id = ${olga.id}`
    const row = { about: expect.stringMatching(/./), reason: expect.stringContaining('To try it') }
    expect(rows, name).toEqual(acts ? [row] : [])
  }
})
