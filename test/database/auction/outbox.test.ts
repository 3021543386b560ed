import { expect, test } from 'vitest'
import { community } from '../../support/community.ts'

test('what is told goes out by every channel at least once, whoever dies on the way', async () => {
  const { carol, alice, sql, vehicle } = await community()
  const tell = sql`select app.tell(${carol.id}, ${vehicle.id}, 'auction_live', 'It is live.', '{"auction_url": "https://example.com"}')`
  await tell
  await sql
    .begin(async (lost) => {
      await lost`select app.tell(${carol.id}, ${vehicle.id}, 'auction_live', 'Never.')`
      throw new Error('the reason falls away')
    })
    .catch(() => {})

  const take = (lease = '1 minute', most = 10) => sql`select * from app.take_outbox(${lease}::interval, ${most})`
  const [first, second] = await Promise.all([take('1 hour', 1), take('1 hour', 1)]) // two workers that then die
  expect([...first, ...second].map(({ channel }) => channel).sort()).toEqual(['email', 'webhook'])
  await sql`update app.outbox_deliveries set next_attempt_at = now() where next_attempt_at is not null` // the lease is over
  const taken = await take()
  expect(taken).toMatchObject([
    {
      ...{
        channel: 'email',
        kind: 'auction_live',
        user_id: carol.id,
        email: carol.email,
        vehicle_id: vehicle.id,
        attempts: 2,
      },
      payload: { body: 'It is live.', auction_url: 'https://example.com' },
    },
    { channel: 'webhook', attempts: 2 },
  ])
  expect(await take()).toHaveLength(0) // leased

  const id = taken[0]?.id as string
  expect(await sql`select app.outbox_delivered(${id}, 'email') as first`).toEqual([{ first: true }])
  expect(await sql`select app.outbox_delivered(${id}, 'email') as first`).toEqual([{ first: false }])
  const [later] =
    await sql`select extract(epoch from app.outbox_failed(${id}, 'webhook', 'The connection was refused.') - now())::float8 as seconds`
  expect(later?.seconds).toBeCloseTo(60, 0) // after the second attempt
  expect(await take()).toHaveLength(0)

  await sql`update app.outbox_deliveries set attempts = 20 where outbox_id = ${id} and channel = 'webhook'`
  expect(await sql`select app.outbox_failed(${id}, 'webhook', 'Still refused.') as again`).toEqual([{ again: null }])
  expect(
    await sql`select channel, delivered_at is not null as delivered, next_attempt_at, last_error from app.outbox_deliveries order by 1`,
  ).toEqual([
    { channel: 'email', delivered: true, next_attempt_at: null, last_error: null },
    { channel: 'webhook', delivered: false, next_attempt_at: null, last_error: 'Still refused.' },
  ])

  expect((await alice.from('notices').select()).data).toEqual([])
  const { data: notices } = await carol.from('notices').select('id, body, read_at')
  expect(notices).toMatchObject([{ body: 'It is live.', read_at: null }])
  await carol.rpc('mark_notice_read', { id: notices?.[0]?.id })
  expect((await carol.from('notices').select('read_at').single()).data?.read_at).not.toBeNull()
})

test('reasons are sorted by how many find them useful, and a reason rewritten starts anew', async () => {
  const { alice, bob, carol, sql, vehicle } = await community()
  const cast = (who: typeof alice, reason: string) =>
    who.from('auction_votes').upsert({ vehicle_id: vehicle.id, user_id: who.id, vote: 'yes', reason })
  await cast(alice, 'Rust free')
  await cast(bob, 'Nice')
  const mark = (who: typeof alice, voter: typeof alice) =>
    who.from('useful_reasons').insert({ vehicle_id: vehicle.id, voter_id: voter.id, user_id: who.id })
  expect((await mark(carol, alice)).error).toBeNull()
  expect((await mark(bob, alice)).error).toBeNull()
  expect((await mark(bob, alice)).error?.code).toBe('23505')
  expect((await mark(alice, alice)).error?.message).toContain('useful_reasons_are_of_others')
  expect((await mark(alice, carol)).error?.code).toBe('23503')
  const order = async () =>
    (
      await carol
        .from('auction_votes')
        .select('reason, useful_count')
        .eq('vehicle_id', vehicle.id)
        .order('useful_count', { ascending: false })
        .order('updated_at', { ascending: false })
    ).data
  expect(await order()).toEqual([
    { reason: 'Rust free', useful_count: 2 },
    { reason: 'Nice', useful_count: 0 },
  ])
  await bob.from('useful_reasons').delete().eq('voter_id', alice.id)
  expect((await order())?.[0]).toEqual({ reason: 'Rust free', useful_count: 1 })
  await cast(alice, 'Buy my parts')
  expect((await order())?.[0]).toEqual({ reason: 'Buy my parts', useful_count: 0 })
  expect(await sql`select from useful_reasons where vehicle_id = ${vehicle.id}`).toHaveLength(0)
})
