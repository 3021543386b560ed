import { expect, test } from 'vitest'
import { setOperator } from '../../../src/server/cli/operator.ts'
import { type Community, community } from '../../support/community.ts'
import { operator, withClaim } from '../../support/operators.ts'

async function disputed({ sql, alice, vehicle, privateVehicle }: Community, hidden = false): Promise<string> {
  const id = hidden ? privateVehicle.id : vehicle.id
  await sql`insert into bet_questions (vehicle_id, question, bet_type, currency, is_public, state)
    values (${id}, 'auction_price:USD', 'auction_price', 'USD', ${!hidden}, 'disputed')`
  await sql`insert into bet_disputes (vehicle_id, question, round, version, user_id, reason)
    values (${id}, 'auction_price:USD', 1, 1, ${alice.id}, 'The lot was withdrawn')`
  return id
}

const verdict = (vehicle_id: string) => ({
  vehicle_id,
  question: 'auction_price:USD',
  outcome_id: null,
  reason: 'No auction took place',
})

test('an operator sees a dispute, also on a hidden car, decides it, and the record says who', async () => {
  const c = await community()
  const olga = await operator(c)
  for (const id of [await disputed(c), await disputed(c, true)]) {
    const { data: open } = await olga.rpc('open_disputes')
    expect(open).toContainEqual(
      expect.objectContaining({
        vehicle_id: id,
        disputes: [expect.objectContaining({ reason: 'The lot was withdrawn' })],
      }),
    )
    expect((await olga.rpc('adjudicate', verdict(id))).data).toMatchObject({ state: 'proposed' })
    const { data: acts } = await olga.rpc('operator_acts')
    expect(acts?.[0]).toMatchObject({
      ...{ operator_id: olga.id, operator: olga.email, act: 'adjudicate', reason: 'No auction took place' },
      about: `${id} auction_price:USD`,
      subject: `${id === c.vehicle.id ? '1971 Datsun PL510' : '1973 BMW 2002'}, auction_price:USD`,
    })
  }
})

test('an operator does not decide about a car of their own', async () => {
  const c = await community()
  const olga = await operator(c)
  const id = await disputed(c)
  await c.sql`update vehicles set user_id = ${olga.id} where id = ${id}`
  expect((await olga.rpc('adjudicate', verdict(id))).error?.details).toBe('operators_decide_what_they_have_no_part_in')
  expect(
    (await olga.rpc('review_held_votes', { vehicle_id: id, decision: 'count', reason: 'Known people' })).error?.details,
  ).toBe('operators_decide_what_they_have_no_part_in')
})

test('the claim alone makes nobody an operator, and a role that was taken away counts at once', async () => {
  const c = await community()
  const id = await disputed(c)
  const claims = await withClaim(c, c.bob)
  expect((await claims.rpc('adjudicate', verdict(id))).error).toMatchObject({
    code: '42501',
    details: 'operators_only',
  })
  for (const read of ['open_disputes', 'operator_acts', 'failed_work', 'source_health'])
    expect((await claims.rpc(read)).error?.details, read).toBe('operators_only')

  const olga = await operator(c)
  for (const read of ['open_disputes', 'operator_acts', 'failed_work', 'source_health'])
    expect((await olga.rpc(read)).error, read).toBeNull()
  await setOperator(c.server.adminUrl, olga.email, false)
  expect((await olga.rpc('open_disputes')).error?.details).toBe('operators_only')
  await expect(setOperator(c.server.adminUrl, 'nobody@example.com', true)).rejects.toThrow('No account')
  await c.sql`update auth.users set email_confirmed_at = null where id = ${olga.id}`
  await expect(setOperator(c.server.adminUrl, olga.email, true)).rejects.toThrow('is not confirmed')
})

test('a ban needs a reason, ends the sessions, spares operators, and is lifted again', async () => {
  const c = await community()
  const [olga, other] = [await operator(c), await operator(c)]
  const until = new Date(Date.now() + 3_600_000).toISOString()
  const ban = (user_id: string, reason: string, end = until) =>
    olga.rpc('suspend_member', { user_id, until: end, reason })
  expect((await ban(c.bob.id, ' ')).error?.details).toBe('suspensions_have_a_reason')
  expect((await ban(c.bob.id, 'Spam', '2020-01-01T00:00:00Z')).error?.details).toBe('suspensions_end_in_the_future')
  expect((await ban(other.id, 'Rude')).error?.details).toBe('operators_are_not_suspended')
  expect((await ban(c.vehicle.id, 'Nobody')).error?.details).toBe('unknown_member')
  expect((await ban(c.bob.id, 'Spam')).error).toBeNull()
  const [row] = await c.sql`select banned_until > now() as banned,
    (select count(*)::integer from auth.sessions s where s.user_id = u.id) as sessions from auth.users u where id = ${c.bob.id}`
  expect(row).toEqual({ banned: true, sessions: 0 })
  expect((await olga.rpc('lift_suspension', { user_id: c.bob.id, reason: 'A mistake' })).error).toBeNull()
  const { data: acts } = await olga.rpc('operator_acts', { limit: 2 })
  expect(acts).toMatchObject([
    { act: 'lift_suspension', about: c.bob.id, subject: c.bob.email },
    { act: 'suspend_member', reason: 'Spam' },
  ])
})
