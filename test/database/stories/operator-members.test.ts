import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  banMember,
  findMembers,
  liftSuspension,
  type MemberRecord,
  suspendMember,
  unbanMember,
} from '../../../src/client/operator/members.ts'
import { community } from '../../support/community.ts'
import { operator } from '../../support/operators.ts'

// Members, by who looks and who acts.

const inAnHour = () => new Date(Date.now() + 3_600_000)

test('members are found by name, address and id, in pages and by what became of them', async () => {
  const c = await community()
  const olga = await operator(c)
  const name = `Bob % of ${randomUUID().slice(0, 8)}`
  await c.sql`insert into profiles (user_id, display_name) values (${c.bob.id}, ${name})`
  for (const words of [name.toUpperCase(), c.bob.email, c.bob.id, c.bob.email.slice(2, -3)]) {
    const { rows } = await findMembers(olga, { words })
    expect(rows, words).toEqual([
      expect.objectContaining({
        id: c.bob.id,
        name,
        email: c.bob.email,
        isOperator: false,
        suspension: null,
        ban: null,
      }),
    ])
  }
  expect((await findMembers(olga, { words: `${name} _` })).rows).toEqual([])
  const seen: MemberRecord[] = []
  let after: string | null = null
  do {
    const page = await findMembers(olga, {}, { limit: 2, after })
    seen.push(...page.rows)
    after = page.next
  } while (after)
  const [all] = await c.sql`select count(*)::integer as n from auth.users where deleted_at is null`
  expect(new Set(seen.map(({ id }) => id)).size).toBe(all?.n)
  expect(seen).toHaveLength(all?.n)

  await suspendMember(olga, c.bob.id, inAnHour(), 'Spam')
  await banMember(olga, c.alice.id, 'Votes for money')
  const [suspended, banned, operators] = await Promise.all(
    (['suspended', 'banned', 'operators'] as const).map(async (group) => (await findMembers(olga, { group })).rows),
  )
  expect(suspended?.map(({ id, suspension }) => [id, suspension?.reason])).toContainEqual([c.bob.id, 'Spam'])
  expect(banned?.map(({ id, ban }) => [id, ban?.reason])).toContainEqual([c.alice.id, 'Votes for money'])
  expect(operators?.map(({ id }) => id)).toContain(olga.id)
  expect((await olga.rpc('find_members', { which: 'odd' })).error?.details).toBe('which_is_known')
  for (const person of [c.visitor, c.alice, c.carol])
    expect((await person.rpc('find_members', { words: c.carol.email })).error?.code).toBe('42501')
})

test('a ban takes the votes out and brings them back, with its reason in the record; operators are not banned', async () => {
  const c = await community()
  const olga = await operator(c)
  const vote = { vehicle_id: c.vehicle.id, user_id: c.bob.id, vote: 'yes' }
  expect((await c.bob.from('auction_votes').insert(vote)).error).toBeNull()
  const counted = async () =>
    (await c.sql`select is_counted from auction_votes where user_id = ${c.bob.id}`)[0]?.is_counted
  await banMember(olga, c.bob.id, 'Votes for money')
  expect(await counted()).toBe(false)
  await expect(unbanMember(olga, c.bob.id, ' ')).rejects.toMatchObject({ code: 'acts_have_a_reason' })
  await unbanMember(olga, c.bob.id, 'It was not true')
  expect(await counted()).toBe(true)
  expect((await olga.rpc('operator_acts', { limit: 2 })).data).toMatchObject([
    { act: 'unban_member', about: c.bob.id, reason: 'It was not true' },
    { act: 'ban_member', about: c.bob.id, reason: 'Votes for money' },
  ])
  await expect(banMember(olga, olga.id, 'Mine')).rejects.toMatchObject({ code: 'operators_are_not_suspended' })
  for (const person of [c.visitor, c.bob, c.carol])
    expect((await person.rpc('ban_member', { user_id: c.alice.id, reason: 'Rude' })).error?.code).toBe('42501')
})

test('an operator lifts neither their own suspension nor their own ban', async () => {
  const c = await community()
  const [olga, otto] = [await operator(c), await operator(c, 'otto')]
  await c.sql`insert into app.banned_members (user_id, reason) values (${otto.id}, 'From before')`
  await expect(unbanMember(otto, otto.id, 'I am good')).rejects.toMatchObject({
    code: 'operators_decide_what_they_have_no_part_in',
  })
  await unbanMember(olga, otto.id, 'Long ago')
  await expect(suspendMember(olga, otto.id, inAnHour(), 'Rude')).rejects.toMatchObject({
    code: 'operators_are_not_suspended',
  })
  // Whoever runs the database suspends an operator; the role stands in token and account still.
  await c.sql`update auth.users set banned_until = now() + interval '1 hour' where id = ${otto.id}`
  const refused = await otto.rpc('lift_suspension', { user_id: otto.id, reason: 'I am good' })
  expect(refused.error).not.toBeNull()
  expect((await c.sql`select banned_until > now() as banned from auth.users where id = ${otto.id}`)[0]?.banned).toBe(
    true,
  )
  await liftSuspension(olga, otto.id, 'Served')
  expect((await c.sql`select banned_until from auth.users where id = ${otto.id}`)[0]?.banned_until).toBeNull()
})
