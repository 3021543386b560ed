import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { community } from '../../support/community.ts'
import { addVoters, castAll, fold, summary } from '../auction/voters.ts'

// Opinion cannot be made up, and a private ballot tells nothing of its voter.

test('a private estimate moves no published figure, whatever is voted around it and whenever the figures are read', async () => {
  const { sql, vehicle } = await community()
  const figures = async () => {
    const { avg_estimated_value, median_estimated_value, p25_estimated_value, p75_estimated_value } = await summary(
      sql,
      vehicle.id,
    )
    return { avg_estimated_value, median_estimated_value, p25_estimated_value, p75_estimated_value }
  }
  const secret = async (estimated_value: number) => {
    const voter = await addVoters(sql, 1)
    await castAll(sql, vehicle.id, voter, { vote: 'yes', estimated_value, is_private: true })
  }
  await secret(31_337)
  const [high, low] = [await addVoters(sql, 2), await addVoters(sql, 2)]
  await castAll(sql, vehicle.id, high, { vote: 'yes', estimated_value: 1e9 })
  await castAll(sql, vehicle.id, low, { vote: 'yes', estimated_value: 1 })
  const around = await figures() // a median of all five would be the lone private one
  expect(around.median_estimated_value).toBeGreaterThan(100_000_000)

  await castAll(sql, vehicle.id, await addVoters(sql, 2), { vote: 'yes', estimated_value: 20_000 })
  const before = await figures()
  await secret(19_000)
  for (let n = 0; n < 6; n++) await secret(10 ** n)
  expect(await figures()).toEqual(before)
})

test('a vote that a review has discarded does not come back by being withdrawn and cast anew', async () => {
  const { alice, visitor, sql, vehicle } = await community()
  const ballot = { vehicle_id: vehicle.id, user_id: alice.id, vote: 'no', estimated_value: 1 }
  await alice.from('auction_votes').insert(ballot)
  await fold(sql)
  await sql`update app.ballots set review = 'held' where vehicle_id = ${vehicle.id}`
  await sql`select app.review_held_votes(${vehicle.id}, 'discard')`
  for (const change of ['withdrawn before the fold', 'withdrawn, folded and cast']) {
    expect((await alice.from('auction_votes').delete().eq('vehicle_id', vehicle.id)).error).toBeNull()
    if (change.includes('folded')) await fold(sql)
    expect((await alice.from('auction_votes').insert(ballot)).error).toBeNull()
    expect(await summary(sql, vehicle.id)).toMatchObject({
      total_votes: 0,
      effective_votes: 0,
      avg_estimated_value: null,
    })
    expect((await visitor.from('auction_votes').select().eq('vehicle_id', vehicle.id)).data).toEqual([])
  }
})

test('an account is as old as its confirmation, and an address that nobody has confirmed weighs a tenth', async () => {
  const { server, sql, vehicle } = await community()
  const client = server.client()
  const { data } = await client.auth.signInAnonymously()
  const id = data.user?.id as string
  await sql`update auth.users set created_at = now() - interval '40 days' where id = ${id}`
  const weight = async () => (await client.rpc('my_vote_weight', { vehicle_id: vehicle.id })).data?.weight
  await client.auth.updateUser({ email: `${randomUUID()}@example.com`, password: 'a made-up address' })
  expect(await weight()).toBe(0.1)
  await server.service().auth.admin.updateUserById(id, { email_confirm: true })
  expect(await weight()).toBe(0.1) // on the first day
  await sql`update auth.users set email_confirmed_at = now() - interval '8 days' where id = ${id}`
  expect(await weight()).toBe(0.5)
  await sql`update auth.users set email_confirmed_at = now() - interval '31 days' where id = ${id}`
  expect(await weight()).toBe(1)
  // Another address counts when it is confirmed, and from then on.
  const [{ email = '' } = {}] = await sql`select email from auth.users where id = ${id}`
  const newEmail = `${randomUUID()}@example.com`
  await client.auth.updateUser({ email: newEmail })
  expect(await weight()).toBe(1)
  for (const type of ['email_change_current', 'email_change_new'] as const) {
    const { data: link } = await server.service().auth.admin.generateLink({ type, email, newEmail })
    const token_hash = link.properties?.hashed_token ?? ''
    expect((await server.client().auth.verifyOtp({ type: 'email_change', token_hash })).error).toBeNull()
  }
  expect(await weight()).toBe(0.1)
})

test('marking a reason answers alike whether a ballot is private, has no reason or is not there', async () => {
  const { alice, bob, carol, sql, vehicle } = await community()
  const voter = { vehicle_id: vehicle.id, vote: 'yes', reason: 'Straight' }
  await alice.from('auction_votes').insert({ ...voter, user_id: alice.id, is_private: true })
  await carol.from('auction_votes').insert({ ...voter, user_id: carol.id, reason: null })
  const mark = async (voter_id: string) => {
    const { error, status } = await bob.from('useful_reasons').insert({ vehicle_id: vehicle.id, voter_id })
    return { status, error }
  }
  const absent = await mark(randomUUID())
  expect(absent.error?.details).toBe('unknown_reason')
  expect(await mark(alice.id)).toEqual(absent)
  expect(await mark(carol.id)).toEqual(absent)

  await alice.from('auction_votes').update({ is_private: false }).eq('vehicle_id', vehicle.id)
  expect((await mark(alice.id)).error).toBeNull()
  await alice.from('auction_votes').update({ is_private: true }).eq('vehicle_id', vehicle.id)
  expect(await sql`select from useful_reasons where vehicle_id = ${vehicle.id}`).toHaveLength(0)
  expect(await mark(alice.id)).toEqual(absent)
})

test('what replication says of a deleted row names nobody, in every table that Realtime is told of', async () => {
  const { sql } = await community()
  const told = await sql`
    select c.relname as table, array_agg(a.attname::text order by a.attname) as columns
    from pg_class c
    join pg_index i on i.indrelid = c.oid and case c.relreplident when 'd' then i.indisprimary when 'i' then i.indisreplident end
    join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
    where c.oid in ('auction_votes'::regclass, 'auction_nominations'::regclass, 'vehicle_bets'::regclass, 'image_interactions'::regclass)
    group by 1 order by 1`
  expect(told.map((row) => [row.table, row.columns])).toEqual([
    ['auction_nominations', ['id', 'vehicle_id']],
    ['auction_votes', ['id']],
    ['image_interactions', ['id', 'vehicle_id']],
    ['vehicle_bets', ['id', 'vehicle_id']],
  ])
})
