import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Act } from '../../../src/client/acts/act.ts'
import { perform } from '../../../src/client/acts/perform.ts'
import {
  addComment,
  createPaddock,
  ensureSession,
  likePhoto,
  type NewBet,
  placeBet,
  reportComment,
  reviseBet,
} from '../../../src/client/index.ts'
import { community } from '../../support/community.ts'

const bet: NewBet = { type: 'auction_price', prediction: { target_value: 41_000 }, confidencePercent: 70 }

/** Two people with SDK clients, and somebody's vehicle. */
async function site() {
  const { server, sql, vehicle, image, carol } = await community()
  const [one, other] = [0, 1].map(() => createPaddock(server.url, server.keys.publishableKey)) as [
    ReturnType<typeof createPaddock>,
    ReturnType<typeof createPaddock>,
  ]
  const [oneId] = [(await ensureSession(one)).id, await ensureSession(other)]
  const comments = () => sql`select user_id, comment_text, client_id from image_interactions
    where image_id = ${image.id} and interaction_type = 'comment' order by created_at`
  const bets = () => sql`select user_id, status, stake_amount from vehicle_bets where vehicle_id = ${vehicle.id}`
  return { server, sql, vehicle, image, carol, one, oneId, other, comments, bets }
}

test('a comment that is sent again is there once, also many times at the same moment', async () => {
  const { one, image, comments } = await site()
  const id = randomUUID()
  await Promise.all(Array.from({ length: 12 }, () => addComment(one, image.id, 'Once', null, id)))
  await addComment(one, image.id, 'Once', null, id)
  expect(await comments()).toHaveLength(1)
  await addComment(one, image.id, 'Once', null, randomUUID())
  expect(await comments()).toHaveLength(2) // the same words, said twice
})

test('it is done although what it answered has gone since', async () => {
  const { one, sql, image, comments } = await site()
  await addComment(one, image.id, 'Above')
  const [above] = await sql`select id from image_interactions where comment_text = 'Above' and image_id = ${image.id}`
  const id = randomUUID()
  await addComment(one, image.id, 'Below', above?.id, id)
  await sql`delete from image_interactions where id = ${above?.id}`
  await addComment(one, image.id, 'Below', above?.id, id)
  expect(await comments()).toHaveLength(1)
  await expect(addComment(one, image.id, 'New', above?.id, randomUUID())).rejects.toMatchObject({
    code: 'unknown_comment',
  })
})

test('an id is of one person: somebody else with the same one has a comment and a bet of their own', async () => {
  const { one, oneId, other, vehicle, image, comments, bets } = await site()
  const id = randomUUID()
  await addComment(one, image.id, 'Mine', null, id)
  await addComment(other, image.id, 'Theirs', null, id)
  expect((await comments()).map((row) => row.comment_text)).toEqual(['Mine', 'Theirs'])
  await placeBet(one, vehicle.id, { ...bet, clientId: id })
  await placeBet(other, vehicle.id, { ...bet, clientId: id })
  expect(await bets()).toHaveLength(2)
  const { error } = await other
    .from('image_interactions')
    .insert({ image_id: image.id, user_id: oneId, interaction_type: 'comment', comment_text: 'As them', client_id: id })
  expect(error?.code).toBe('42501')
})

test('a bet that is sent again stands as it is, and its stake is taken once', async () => {
  const { one, oneId, sql, vehicle, bets } = await site()
  const clientId = randomUUID()
  const placed = await placeBet(one, vehicle.id, { ...bet, stake: 100, clientId })
  const again = await placeBet(one, vehicle.id, { ...bet, stake: 100, clientId })
  expect(again).toEqual(placed)
  expect(await bets()).toMatchObject([{ status: 'active' }])
  const [account] = await sql`select escrow from app.point_accounts where user_id = ${oneId}`
  expect(Number(account?.escrow)).toBe(100)
  // Revised meanwhile: the older one, sent again, does not come before it.
  await placeBet(one, vehicle.id, { ...bet, prediction: { target_value: 50_000 }, stake: 50, clientId: randomUUID() })
  await placeBet(one, vehicle.id, { ...bet, stake: 100, clientId })
  const active = await sql`select stake_amount from vehicle_bets where vehicle_id = ${vehicle.id} and status = 'active'`
  expect(active.map((row) => Number(row.stake_amount))).toEqual([50])
})

test('a revision that is sent again, also at the same moment, is done once, and so is taking a bet back', async () => {
  const { one, oneId, sql, vehicle } = await site()
  const placed = await placeBet(one, vehicle.id, { ...bet, stake: 100 })
  const by = { id: oneId, isVisitor: true }
  const id = randomUUID()
  const revise: Act = {
    kind: 'revise',
    vehicleId: vehicle.id,
    betId: placed.id,
    bet: { ...bet, prediction: { target_value: 50_000 }, stake: 60 },
  }
  await Promise.all(Array.from({ length: 8 }, () => perform(one, revise, id, by)))
  await perform(one, revise, id, by)
  const rows = await sql`
    select id, client_id, status, stake_amount::int as stake from vehicle_bets where vehicle_id = ${vehicle.id} order by created_at`
  expect(rows).toMatchObject([
    { id: placed.id, status: 'cancelled' },
    { client_id: id, status: 'active', stake: 60 },
  ])
  await expect(perform(one, revise, randomUUID(), by)).rejects.toMatchObject({ code: 'bet_is_active' })

  const cancel: Act = { kind: 'cancel', vehicleId: vehicle.id, betId: rows[1]?.id }
  await Promise.all(Array.from({ length: 8 }, () => perform(one, cancel, randomUUID(), by)))
  const [account] = await sql`select available, escrow from app.point_accounts where user_id = ${oneId}`
  expect([Number(account?.available), Number(account?.escrow)]).toEqual([1_000, 0])
  // What was revised was not taken back: that act is refused, not said to be done.
  const stale: Act = { kind: 'cancel', vehicleId: vehicle.id, betId: placed.id }
  await expect(perform(one, stale, randomUUID(), by)).rejects.toMatchObject({ code: 'bet_is_active' })
})

test('who is signed out revises nothing, and gets no account for trying', async () => {
  const { sql, one, vehicle, server } = await site()
  const clientId = randomUUID()
  const { id } = await placeBet(one, vehicle.id, { ...bet, clientId })
  const people = async () => (await sql`select count(*)::int as n from auth.users`)[0]?.n
  const before = await people()
  const nobody = createPaddock(server.url, server.keys.publishableKey)
  await expect(reviseBet(nobody, id, { confidencePercent: 20, clientId })).rejects.toMatchObject({
    code: 'not_allowed', // as of any function that is for members
  })
  expect(await people()).toBe(before)
})

test("a revision by the id of somebody else's act is one's own, and changes nothing of theirs", async () => {
  const { one, other, vehicle } = await site()
  const clientId = randomUUID()
  await placeBet(one, vehicle.id, { ...bet, clientId })
  const theirs = await placeBet(other, vehicle.id, bet)
  const { data } = await other.rpc('revise_bet', { bet_id: theirs.id, confidence_percent: 20, client_id: clientId })
  expect(data).toMatchObject({ user_id: (await ensureSession(other)).id, confidence_percent: 20 })
})

test('a refusal without a row of that id stays a refusal', async () => {
  const { one, vehicle } = await site()
  const odd: NewBet = { ...bet, confidencePercent: 400, clientId: randomUUID() }
  await expect(placeBet(one, vehicle.id, odd)).rejects.toMatchObject({ code: 'confidence_is_from_0_to_100_percent' })
  await expect(addComment(one, randomUUID(), 'Nowhere', null, randomUUID())).rejects.toMatchObject({
    code: 'unknown_photo',
  })
})

test('likes and reports are one however often they are sent', async () => {
  const { one, other, sql, image } = await site()
  await addComment(other, image.id, 'Rude')
  const [rude] = await sql`select id from image_interactions where image_id = ${image.id}`
  for (let n = 0; n < 3; n++) {
    await likePhoto(one, image.id)
    await reportComment(one, rude?.id, 'Rude')
  }
  expect(
    await sql`select from image_interactions where interaction_type = 'like' and image_id = ${image.id}`,
  ).toHaveLength(1)
  expect(await sql`select from comment_reports where interaction_id = ${rude?.id}`).toHaveLength(1)
})
