import { expect, test } from 'vitest'
import { accountSummary, exportAccount } from '../../../src/client/account.ts'
import type { PaddockClient } from '../../../src/client/client.ts'
import { vehicleDocuments } from '../../../src/client/documents.ts'
import {
  acceptVehicle,
  declineVehicle,
  type GoesAlong,
  loadOfferedVehicle,
  loadVehicleOffer,
  offerVehicle,
  withdrawOffer,
} from '../../../src/client/hand-over.ts'
import { type LogEntry, listLog, saveLogEntry } from '../../../src/client/log.ts'
import { listNotices } from '../../../src/client/notices.ts'
import { told } from '../../../src/react/language/german/told.ts'
import { addVehicle, type Community, community } from '../../support/community.ts'
import { signedIn } from '../../support/people.ts'
import { balance, placeBet, readBet, report } from '../bets/questions.ts'

// A car is handed over: what goes along, who owns it, and whom a link helps no more.

const sdk = (client: unknown) => client as PaddockClient
const nothing: GoesAlong = { privateEntries: false, costs: false, documents: false }
const everything: GoesAlong = { privateEntries: true, costs: true, documents: true }

const refusedFor = async (call: Promise<unknown>): Promise<string> =>
  await call.then(
    () => 'taken',
    (error) => error.code,
  )

const offer = async (c: Community, along = nothing, id = c.vehicle.id) =>
  (await offerVehicle(sdk(c.carol), id, along)).secret

const ownerOf = async (c: Community, id = c.vehicle.id) =>
  (await c.sql`select user_id from vehicles where id = ${id}`)[0]?.user_id

const entry = (title: string, isPrivate: boolean, receiptId: string | null = null): LogEntry => ({
  ...{ id: crypto.randomUUID(), kind: 'service', title, happened: '2021', mileage: null, doneBy: null, notes: null },
  ...{ isPrivate, cost: { amount: 80, currency: 'EUR' }, receiptId },
})

/** Two open entries with costs, a private one, and a receipt. */
async function fill({ carol, vehicle }: Community): Promise<void> {
  const document = {
    title: 'Bill',
    text: 'Paid 80',
    sha256: 'ab'.repeat(32),
    chunks: [{ start: 0, end: 7, heading: [] }],
  }
  const { data } = await sdk(carol).rpc('add_owner_document', { vehicle_id: vehicle.id, document })
  const { document_id } = data as { document_id: string }
  for (const one of [entry('Oil', false, document_id), entry('Brakes', false), entry('My secret', true)])
    await saveLogEntry(sdk(carol), vehicle.id, one)
}

test('by a link the car changes hands, with all that belongs to it; what is the giver’s alone is deleted, and both are told', async () => {
  const c = await community()
  await fill(c)
  const { belongings, offer: none } = await loadVehicleOffer(sdk(c.carol), c.vehicle.id)
  expect(belongings).toEqual({ photos: 1, entries: 2, privateEntries: 1, costs: 3, documents: 1 })
  expect(none).toBeNull()
  const secret = await offer(c)
  expect(await c.sql`select from app.vehicle_offers o where o::text like ${`%${secret}%`}`).toHaveLength(0)

  expect(await loadOfferedVehicle(sdk(c.bob), c.vehicle.id, secret)).toMatchObject({
    ...{
      vehicle: '1971 Datsun PL510',
      isPublic: true,
      isOwn: false,
      giver: { id: c.carol.id, name: 'A member' },
      stakes: 0,
    },
    // how much the giver keeps is nobody's to know
    belongings: { photos: 1, entries: 2, privateEntries: null, costs: null, documents: null },
  })
  await acceptVehicle(sdk(c.bob), c.vehicle.id, secret)
  expect(await ownerOf(c)).toBe(c.bob.id)
  expect(
    (await listLog(sdk(c.bob), c.vehicle.id)).map(({ title, cost, receiptId }) => [title, cost, receiptId]),
  ).toEqual([
    ['Brakes', null, null],
    ['Oil', null, null],
  ])
  expect(await vehicleDocuments(sdk(c.bob), c.vehicle.id)).toEqual([])
  for (const left of ['My secret', 'Paid 80'])
    expect(
      await c.sql`select from vehicle_log where title = ${left} and vehicle_id = ${c.vehicle.id}
      union all select from app.source_texts t join source_documents d on d.id = t.document_id
        where t.text = ${left} and d.vehicle_id = ${c.vehicle.id}`,
    ).toHaveLength(0)
  expect(
    await c.sql`select from vehicle_images where vehicle_id = ${c.vehicle.id} and owner_id = ${c.bob.id}`,
  ).toHaveLength(1)
  expect((await listNotices(sdk(c.carol)))[0]).toMatchObject({
    kind: 'hand_over',
    body: expect.stringContaining('1971 Datsun PL510'),
  })
  expect((await listNotices(sdk(c.bob)))[0]).toMatchObject({
    kind: 'hand_over',
    body: expect.stringContaining('is yours now'),
  })
  expect((await c.carol.from('vehicles').update({ model: 'Mine' }).eq('id', c.vehicle.id).select()).data).toEqual([])
})

test('what the giver ticks goes along, each by itself', async () => {
  const c = await community()
  await fill(c)
  await acceptVehicle(sdk(c.bob), c.vehicle.id, await offer(c, { ...nothing, costs: true }))
  const log = await listLog(sdk(c.bob), c.vehicle.id)
  expect(log.map(({ title }) => title)).toEqual(['Brakes', 'Oil'])
  expect(log.map(({ cost, receiptId }) => [cost?.amount, receiptId])).toEqual([
    [80, null],
    [80, null],
  ])

  const d = await community()
  await fill(d)
  const secret = await offer(d, everything)
  expect((await loadOfferedVehicle(sdk(d.alice), d.vehicle.id, secret)).belongings).toEqual({
    ...{ photos: 1, entries: 2, privateEntries: 1, costs: 3, documents: 1 },
  })
  await acceptVehicle(sdk(d.alice), d.vehicle.id, secret)
  expect((await listLog(sdk(d.alice), d.vehicle.id)).map(({ title }) => title).sort()).toEqual([
    'Brakes',
    'My secret',
    'Oil',
  ])
  const [paper] = await vehicleDocuments(sdk(d.alice), d.vehicle.id)
  expect(paper?.title).toBe('Bill')
  expect((await listLog(sdk(d.alice), d.vehicle.id)).some(({ receiptId }) => receiptId === paper?.id)).toBe(true)
  expect(await vehicleDocuments(sdk(d.carol), d.vehicle.id)).toEqual([])
  expect((await listLog(sdk(d.carol), d.vehicle.id)).map(({ title }) => title)).toEqual(['Brakes', 'Oil'])
})

test('the owner alone offers, one link at a time, and takes it back; its link leads nowhere then', async () => {
  const c = await community()
  for (const other of [c.bob, c.alice]) {
    expect(await refusedFor(offerVehicle(sdk(other), c.vehicle.id, nothing))).toBe('not_your_vehicle')
    expect(await refusedFor(offerVehicle(sdk(other), c.privateVehicle.id, nothing))).toBe('unknown_vehicle')
    expect(await refusedFor(loadVehicleOffer(sdk(other), c.vehicle.id))).toBe('not_your_vehicle')
    expect(await refusedFor(withdrawOffer(sdk(other), c.vehicle.id))).toBe('not_your_vehicle')
  }
  for (const other of [c.visitor, c.service])
    expect(await refusedFor(offerVehicle(sdk(other), c.vehicle.id, nothing))).toMatch(/^not_(signed_in|allowed)$/)
  expect(await refusedFor(withdrawOffer(sdk(c.carol), c.vehicle.id))).toBe('unknown_offer')
  const tries = await Promise.allSettled([1, 2, 3].map(() => offerVehicle(sdk(c.carol), c.vehicle.id, nothing)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const failed of tries.filter((each) => each.status === 'rejected'))
    expect(failed.reason.code).toBe('vehicle_is_offered_already')
  expect((await loadVehicleOffer(sdk(c.carol), c.vehicle.id)).offer).toMatchObject(nothing)
  await withdrawOffer(sdk(c.carol), c.vehicle.id)
  const secret = await offer(c)
  await withdrawOffer(sdk(c.carol), c.vehicle.id)
  for (const act of [loadOfferedVehicle, acceptVehicle, declineVehicle])
    expect(await refusedFor(act(sdk(c.bob), c.vehicle.id, secret))).toBe('offer_is_withdrawn')
  await offer(c)
  expect(await refusedFor(acceptVehicle(sdk(c.bob), c.vehicle.id, secret))).toBe('unknown_offer')
  expect(await ownerOf(c)).toBe(c.carol.id)
})

test('a link works once, whoever is quicker; used, expired, wrong or of a car that is gone it says so', async () => {
  const c = await community()
  const secret = await offer(c)
  for (const wrong of ['', secret.slice(1), `${secret}0`, 'x'.repeat(100_000)])
    expect(await refusedFor(acceptVehicle(sdk(c.bob), c.vehicle.id, wrong))).toBe('unknown_offer')
  expect(await refusedFor(acceptVehicle(sdk(c.bob), c.privateVehicle.id, secret))).toBe('unknown_offer')
  const dora = await signedIn(c.server, 'dora')
  const people = [c.alice, c.bob, dora]
  const answers = await Promise.all(
    people.map((person) => refusedFor(acceptVehicle(sdk(person), c.vehicle.id, secret))),
  )
  expect(answers.sort()).toEqual(['offer_is_used', 'offer_is_used', 'taken'])
  expect(people.map(({ id }) => id)).toContain(await ownerOf(c))
  for (const person of people)
    expect(await refusedFor(loadOfferedVehicle(sdk(person), c.vehicle.id, secret))).toBe('offer_is_used')

  const other = await addVehicle(c.sql, { user_id: c.carol.id, year: 1969, make: 'Dodge', model: 'Charger' })
  const late = await offer(c, nothing, other.id)
  await c.sql`update app.vehicle_offers set expires_at = now() where vehicle_id = ${other.id}`
  expect(await refusedFor(acceptVehicle(sdk(c.bob), other.id, late))).toBe('offer_has_expired')
  const again = await offer(c, nothing, other.id)
  await c.carol.from('vehicles').delete().eq('id', other.id)
  expect(await refusedFor(acceptVehicle(sdk(c.bob), other.id, again))).toBe('unknown_offer')
})

test('declined it stays with its owner, who is told; the owner answers no offer of their own', async () => {
  const c = await community()
  const secret = await offer(c)
  for (const act of [acceptVehicle, declineVehicle])
    expect(await refusedFor(act(sdk(c.carol), c.vehicle.id, secret))).toBe('offer_is_your_own')
  expect(await loadOfferedVehicle(sdk(c.carol), c.vehicle.id, secret)).toMatchObject({ isOwn: true })
  expect(await refusedFor(declineVehicle(sdk(c.visitor), c.vehicle.id, secret))).toMatch(/^not_(signed_in|allowed)$/)
  await declineVehicle(sdk(c.bob), c.vehicle.id, secret)
  expect(await refusedFor(acceptVehicle(sdk(c.bob), c.vehicle.id, secret))).toBe('offer_is_declined')
  expect(await ownerOf(c)).toBe(c.carol.id)
  expect((await listNotices(sdk(c.carol)))[0]?.body).toContain('was declined')
})

test('a visitor’s account, a suspended one and one that is gone accept nothing; a giver who is suspended hands nothing over', async () => {
  const c = await community()
  const secret = await offer(c)
  const accept = (person: unknown) => refusedFor(acceptVehicle(sdk(person), c.vehicle.id, secret))
  await c.sql`update auth.users set is_anonymous = true where id = ${c.bob.id}`
  expect(await accept(c.bob)).toBe('keep_your_account_first')
  await c.sql`update auth.users set is_anonymous = false where id = ${c.bob.id}`
  // Through this server a suspended account's token is dead; the database asks as well, as on hosted Supabase.
  const asMember = (person: { id: string }) =>
    c.sql.begin(async (tx) => {
      await tx`select set_config('request.jwt.claims', ${JSON.stringify({ sub: person.id, role: 'authenticated' })}, true)`
      await tx`set local role authenticated`
      await tx`select public.accept_vehicle(${c.vehicle.id}, ${secret})`
    })
  await c.sql`update auth.users set banned_until = now() + interval '1 day' where id = ${c.bob.id}`
  await expect(asMember(c.bob)).rejects.toMatchObject({ detail: 'account_is_suspended' })
  await c.sql`update auth.users set banned_until = null where id = ${c.bob.id}`
  await c.sql`update auth.users set banned_until = now() + interval '1 day' where id = ${c.carol.id}`
  await expect(asMember(c.alice)).rejects.toMatchObject({ detail: 'offer_is_on_hold' })
  await expect(asMember({ id: crypto.randomUUID() })).rejects.toMatchObject({ detail: 'not_signed_in' })
  await c.sql`update auth.users set banned_until = null where id = ${c.carol.id}`
  await c.sql`delete from auth.users where id = ${c.carol.id}`
  expect(await accept(c.alice)).toBe('unknown_offer')
  expect(await ownerOf(c)).toBeNull()
})

test('a car whose owner the service has changed is offered no more; hidden it is handed over all the same, and stays hidden', async () => {
  const c = await community()
  const secret = await offer(c)
  await c.service.from('vehicles').update({ user_id: c.alice.id }).eq('id', c.vehicle.id)
  expect(await refusedFor(acceptVehicle(sdk(c.bob), c.vehicle.id, secret))).toBe('vehicle_has_another_owner')
  expect(await refusedFor(withdrawOffer(sdk(c.carol), c.vehicle.id))).toBe('not_your_vehicle')
  expect(await ownerOf(c)).toBe(c.alice.id)
  await offerVehicle(sdk(c.alice), c.vehicle.id, nothing)

  const hidden = await offer(c, nothing, c.privateVehicle.id)
  expect(await loadOfferedVehicle(sdk(c.bob), c.privateVehicle.id, hidden)).toMatchObject({
    vehicle: '1973 BMW 2002',
    isPublic: false,
  })
  expect((await c.bob.from('vehicles').select().eq('id', c.privateVehicle.id)).data).toEqual([])
  await acceptVehicle(sdk(c.bob), c.privateVehicle.id, hidden)
  expect((await c.bob.from('vehicles').select('is_public').eq('id', c.privateVehicle.id)).data).toEqual([
    { is_public: false },
  ])
  expect((await c.carol.from('vehicles').select().eq('id', c.privateVehicle.id)).data).toEqual([])
  expect((await listNotices(sdk(c.carol)))[0]).toMatchObject({ kind: 'hand_over', vehicleId: null })
})

test('who becomes the owner has no stake on the car: open ones come back, where betting has closed the bet stands', async () => {
  const c = await community()
  const open = await placeBet(c.bob, c.vehicle, { stake_amount: 100 })
  const free = await placeBet(c.bob, c.vehicle, { bet_type: 'completion_date', prediction: { by_date: '2031-05-01' } })
  const closed = await placeBet(c.bob, c.vehicle, {
    ...{ bet_type: 'auction_price', prediction: { target_value: 99_000 }, stake_amount: 50 },
  })
  await c.bob.from('auction_votes').insert({ vehicle_id: c.vehicle.id, user_id: c.bob.id, vote: 'yes' })
  await c.carol.from('auction_votes').insert({ vehicle_id: c.vehicle.id, user_id: c.carol.id, vote: 'yes' })
  await report(c.service, c.vehicle, { value: 20_000 }) // a wager lost, which no hand-over undoes
  expect(await balance(c.bob)).toEqual([850, 150])
  const secret = await offer(c)
  expect(await loadOfferedVehicle(sdk(c.bob), c.vehicle.id, secret)).toMatchObject({ stakes: 1 })
  await acceptVehicle(sdk(c.bob), c.vehicle.id, secret)
  expect(await readBet(c.sql, open.id)).toMatchObject({ status: 'cancelled', payout: '100.00' })
  expect(await readBet(c.sql, free.id)).toMatchObject({ status: 'active', by_owner: true })
  expect(await readBet(c.sql, closed.id)).toMatchObject({ status: 'active', by_owner: true, stake_amount: '50.00' })
  expect(await balance(c.bob)).toEqual([950, 50])
  expect(
    await c.sql`select user_id, by_owner from auction_votes where vehicle_id = ${c.vehicle.id} order by by_owner`,
  ).toEqual([
    { user_id: c.carol.id, by_owner: false },
    { user_id: c.bob.id, by_owner: true },
  ])
  expect(await c.sql`select promise, example from app.audit() where wrong > 0`).toEqual([])
})

test('a nomination and the reserve end; while the auction is live the car stays', async () => {
  const c = await community()
  const nominate = (state: string) =>
    c.sql`insert into auction_nominations (vehicle_id, state) values (${c.vehicle.id}, ${state})`
  await nominate('accepted')
  await c.sql`insert into app.auction_reserves (vehicle_id, reserve, currency) values (${c.vehicle.id}, 9000, 'USD')`
  await acceptVehicle(sdk(c.bob), c.vehicle.id, await offer(c))
  expect(await c.sql`select state from auction_nominations where vehicle_id = ${c.vehicle.id}`).toEqual([
    { state: 'closed' },
  ])
  expect(await c.sql`select from app.auction_reserves where vehicle_id = ${c.vehicle.id}`).toHaveLength(0)

  const { secret } = await offerVehicle(sdk(c.bob), c.vehicle.id, nothing)
  await nominate('live')
  expect(await refusedFor(acceptVehicle(sdk(c.alice), c.vehicle.id, secret))).toBe('auction_is_live')
  await withdrawOffer(sdk(c.bob), c.vehicle.id)
  expect(await refusedFor(offerVehicle(sdk(c.bob), c.vehicle.id, nothing))).toBe('auction_is_live')
})

test('both find it in what is kept of them, without the secret; offers have a pace', async () => {
  const c = await community()
  const secret = await offer(c)
  await acceptVehicle(sdk(c.bob), c.vehicle.id, secret)
  for (const person of [c.carol, c.bob]) {
    expect((await accountSummary(sdk(person))).find(({ file }) => file === 'hand_overs')).toMatchObject({
      items: 1,
      fate: 'goes',
    })
    const { data } = await sdk(person).rpc('export_account', { file: 'hand_overs' })
    expect(data?.map(({ item }) => item)).toEqual([
      expect.objectContaining({ vehicle_id: c.vehicle.id, state: 'accepted', made_by_you: person.id === c.carol.id }),
    ])
    expect(JSON.stringify(data)).not.toMatch(/secret|hash/)
  }
  expect(await exportAccount(sdk(c.carol))).toBeInstanceOf(Blob)
  await c.sql`update app.write_paces set used = 20 where subject = ${c.carol.id} and kind = 'vehicle_offers'`
  expect(await refusedFor(offerVehicle(sdk(c.carol), c.privateVehicle.id, nothing))).toBe('too_many_vehicle_offers')
})

test('what these stories have told is told in German, too', async () => {
  const { sql } = await community()
  const said = await sql<{ body: string }[]>`select distinct body from notices`
  expect(said.length).toBeGreaterThan(1)
  expect(said.map(({ body }) => body).filter((body) => told(body) === null)).toEqual([])
})
