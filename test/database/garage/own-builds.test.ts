import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { retractDocument, vehicleDocuments } from '../../../src/client/documents.ts'
import { listNotices } from '../../../src/client/notices.ts'
import {
  confirmOutcome,
  declineOutcome,
  listUnconfirmedOutcomes,
  type UnconfirmedOutcome,
} from '../../../src/client/operator/index.ts'
import { type BuildReport, listOutcomes, reportBuild, withdrawOutcome } from '../../../src/client/outcomes.ts'
import { told } from '../../../src/react/language/german/told.ts'
import { type Community, community } from '../../support/community.ts'
import { operator } from '../../support/operators.ts'
import {
  ago,
  balance,
  dayFromNow,
  placeBet,
  placedAgo,
  questionOf,
  readBet,
  report,
  settle,
} from '../bets/questions.ts'

// An owner says that their build is complete: what counts, what is taken back, and who gains nothing by it.

const sdk = (client: unknown) => client as PaddockClient

const built = (more: Partial<BuildReport> = {}): BuildReport => ({
  ...{ id: crypto.randomUUID(), finishedOn: dayFromNow(-3), note: 'On its wheels again' },
  evidence: { sourceUrl: 'https://example.com/thread/7' },
  ...more,
})

const build = (days: number) => ({ bet_type: 'completion_date', prediction: { by_date: dayFromNow(days) } })

const refusedFor = async (call: Promise<unknown>): Promise<string> =>
  await call.then(
    () => 'taken',
    (error) => error.code,
  )

async function addPaper(owner: unknown, vehicleId: string): Promise<{ id: string; sha256: string }> {
  const sha256 = randomBytes(32).toString('hex')
  const document = { title: 'Last bill', text: 'Assembled', sha256, chunks: [{ start: 0, end: 9, heading: [] }] }
  const { data } = await sdk(owner).rpc('add_owner_document', { vehicle_id: vehicleId, document })
  return { id: (data as { document_id: string }).document_id, sha256 }
}

const listed = async (olga: unknown, id: string): Promise<UnconfirmedOutcome | undefined> => {
  let after: string | null = null
  do {
    const page = await listUnconfirmedOutcomes(sdk(olga), { after })
    const found = page.rows.find((row) => row.id === id)
    if (found) return found
    after = page.next
  } while (after)
}

test('the owner alone says it; everybody sees it, with its evidence, and it counts once an operator has confirmed it', async () => {
  const c = await community()
  const olga = await operator(c)
  const bet = await placedAgo(c, 50, c.alice, c.vehicle, { ...build(0), stake_amount: 10 })
  const mine = built()
  for (const other of [c.visitor, c.alice, c.bob, olga])
    expect(await refusedFor(reportBuild(sdk(other), c.vehicle.id, mine))).toMatch(
      /^(not_your_vehicle|not_allowed|not_signed_in)$/,
    )
  expect(await refusedFor(reportBuild(sdk(c.bob), c.privateVehicle.id, mine))).toBe('unknown_vehicle')

  await reportBuild(sdk(c.carol), c.vehicle.id, mine)
  await reportBuild(sdk(c.carol), c.vehicle.id, mine) // an answer that was lost
  for (const reader of [c.visitor, c.bob, c.carol])
    expect(await listOutcomes(sdk(reader), c.vehicle.id)).toEqual([
      expect.objectContaining({
        ...{ id: mine.id, kind: 'build_completed', note: 'On its wheels again', confirmedAt: null, declined: null },
        ...{ occurredAt: `${mine.finishedOn}T00:00:00+00:00`, reporter: { id: c.carol.id, name: null } },
      }),
    ])
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'open' })

  expect(await refusedFor(confirmOutcome(sdk(c.carol), mine.id, 'I was there'))).toBe('reporters_are_trusted')
  expect(await listed(olga, mine.id)).toMatchObject({ note: 'On its wheels again', isOwn: false })
  await confirmOutcome(sdk(olga), mine.id, 'The thread shows it')
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'proposed', result: { date: mine.finishedOn } })
  expect((await listNotices(sdk(c.carol))).map(({ kind }) => kind)).toContain('report_answered')
  const objection = { vehicle_id: c.vehicle.id, question: 'completion_date', reason: 'It has no engine' }
  expect((await c.bob.rpc('dispute_settlement', objection)).error?.details).toBe('disputes_come_from_those_concerned')
  expect((await c.alice.rpc('dispute_settlement', objection)).data).toMatchObject({ state: 'disputed' })
  expect(await refusedFor(withdrawOutcome(sdk(c.carol), c.vehicle.id, mine.id))).toBe('outcome_answers_a_question')
  await settle(c, c.vehicle)
  expect(await readBet(c.sql, bet)).toMatchObject({ status: 'active' })
})

test('a day before the first bet makes the bets void and gives the stakes back: nothing is won by saying it late', async () => {
  const c = await community()
  const [before, after] = [
    await placedAgo(c, 20, c.alice, c.vehicle, { ...build(20), stake_amount: 100 }),
    await placeBet(c.bob, c.vehicle, { ...build(2), stake_amount: 100, confidence_percent: 99 }),
  ]
  // The owner may not say that it became known later than it happened, which would let friends bet in between.
  const { error } = await c.carol.from('vehicle_outcomes').insert({
    ...{ vehicle_id: c.vehicle.id, kind: 'build_completed', occurred_at: ago(10), known_at: ago(0) },
    ...{ reported_by: c.carol.id, evidence: { source_url: 'https://example.com/thread/7' } },
  })
  expect(error).toBeNull()
  const [outcome] = await listOutcomes(sdk(c.carol), c.vehicle.id)
  const [row] =
    await c.sql`select known_at = occurred_at as at_once from vehicle_outcomes where id = ${outcome?.id ?? ''}`
  expect(row).toEqual({ at_once: true })
  await confirmOutcome(sdk(await operator(c)), outcome?.id ?? '', 'Seen')
  await settle(c, c.vehicle)
  expect(await readBet(c.sql, after.id)).toMatchObject({ status: 'cancelled', score: null, payout: '100.00' })
  expect(await readBet(c.sql, before)).toMatchObject({ payout: '100.00', score: expect.any(Number) })
  expect(await balance(c.bob)).toEqual([1000, 0])
})

test('it is taken back while nothing rests on it, by its reporter alone; then another day may be entered', async () => {
  const c = await community()
  const [first, second] = [built(), built({ finishedOn: dayFromNow(-1) })]
  await reportBuild(sdk(c.carol), c.vehicle.id, first)
  expect(await refusedFor(reportBuild(sdk(c.carol), c.vehicle.id, second))).toBe('build_is_reported_already')
  for (const other of [c.bob, c.alice])
    expect(await refusedFor(withdrawOutcome(sdk(other), c.vehicle.id, first.id))).toBe('unknown_outcome')
  expect(await refusedFor(withdrawOutcome(sdk(c.visitor), c.vehicle.id, first.id))).toBe('not_signed_in')
  await withdrawOutcome(sdk(c.carol), c.vehicle.id, first.id)
  expect(await refusedFor(withdrawOutcome(sdk(c.carol), c.vehicle.id, first.id))).toBe('unknown_outcome')

  await reportBuild(sdk(c.carol), c.vehicle.id, second)
  await confirmOutcome(sdk(await operator(c)), second.id, 'Seen')
  expect(await refusedFor(reportBuild(sdk(c.carol), c.vehicle.id, built()))).toBe('build_is_complete_already')
  await withdrawOutcome(sdk(c.carol), c.vehicle.id, second.id) // confirmed, and nobody has asked
  expect(await listOutcomes(sdk(c.carol), c.vehicle.id)).toEqual([])
  await placeBet(c.alice, c.vehicle, build(90))

  const sale = await report(c.service, c.vehicle, { kind: 'build_completed' })
  expect(await refusedFor(withdrawOutcome(sdk(c.carol), c.vehicle.id, sale))).toBe('unknown_outcome')
})

test('many at once enter one; a trusted reporter does not take a sale back', async () => {
  const c = await community()
  const tries = await Promise.all([1, 2, 3, 4].map(() => refusedFor(reportBuild(sdk(c.carol), c.vehicle.id, built()))))
  expect(tries.sort()).toEqual([...Array(3).fill('build_is_reported_already'), 'taken'])
  await c.sql`insert into trusted_reporters (user_id) values (${c.bob.id})`
  const sale = { vehicle_id: c.vehicle.id, kind: 'auction_result', sold: true, value: 9_000, occurred_at: ago(0) }
  const evidence = { source_url: 'https://example.com/lot/12' }
  const { data } = await c.bob
    .from('vehicle_outcomes')
    .insert({ ...sale, evidence, reported_by: c.bob.id })
    .select('id')
    .single()
  expect(await refusedFor(withdrawOutcome(sdk(c.bob), c.vehicle.id, data?.id))).toBe('only_builds_are_taken_back')
})

test('an operator without a part in it declines: the owner reads why and enters another, others see it no more', async () => {
  const c = await community()
  const [olga, otto] = [await operator(c), await operator(c, 'otto')]
  const mine = built()
  await reportBuild(sdk(c.carol), c.vehicle.id, mine)
  await placeBet(otto, c.vehicle, build(30))
  expect(await refusedFor(declineOutcome(sdk(otto), mine.id, 'No'))).toBe('operators_decide_what_they_have_no_part_in')
  for (const other of [c.carol, c.bob])
    expect(await refusedFor(declineOutcome(sdk(other), mine.id, 'No'))).toBe('operators_only')
  expect(await refusedFor(declineOutcome(sdk(olga), mine.id, ' '))).toBe('acts_have_a_reason')
  await declineOutcome(sdk(olga), mine.id, 'The photos show no engine')
  expect(await refusedFor(declineOutcome(sdk(olga), mine.id, 'Again'))).toBe('outcome_is_decided')
  expect(await refusedFor(confirmOutcome(sdk(olga), mine.id, 'After all'))).toBe('outcome_is_declined')
  expect(await listed(olga, mine.id)).toBeUndefined()
  for (const reader of [c.visitor, c.bob]) expect(await listOutcomes(sdk(reader), c.vehicle.id)).toEqual([])
  expect(await listOutcomes(sdk(c.carol), c.vehicle.id)).toMatchObject([
    { declined: { reason: 'The photos show no engine' } },
  ])
  expect((await listNotices(sdk(c.carol)))[0]?.body).toContain('The photos show no engine')
  await reportBuild(sdk(c.carol), c.vehicle.id, built())
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'open' })
})

test('one of the car’s own papers proves it, without being shown; others’ papers and gone ones do not', async () => {
  const c = await community()
  const [paper, other] = [await addPaper(c.carol, c.vehicle.id), await addPaper(c.carol, c.privateVehicle.id)]
  const by = (documentHash: string) => reportBuild(sdk(c.carol), c.vehicle.id, built({ evidence: { documentHash } }))
  expect(await refusedFor(by(other.sha256))).toBe('unknown_document')
  expect(await refusedFor(by('abc'))).toBe('evidence_is_well_formed')
  const [listedPaper] = await vehicleDocuments(sdk(c.carol), c.vehicle.id)
  expect(listedPaper).toMatchObject({ id: paper.id, sha256: paper.sha256 })
  await by(paper.sha256)
  expect(await listOutcomes(sdk(c.visitor), c.vehicle.id)).toMatchObject([{ evidence: { documentHash: paper.sha256 } }])
  expect(await vehicleDocuments(sdk(c.visitor), c.vehicle.id)).toEqual([])
  await retractDocument(sdk(c.carol), other.id)
})

test('a day to come, an unreadable note, an address that is none and a visitor’s account are refused in words', async () => {
  const c = await community()
  const by = (more: Partial<BuildReport>) => refusedFor(reportBuild(sdk(c.carol), c.vehicle.id, built(more)))
  expect(await by({ finishedOn: dayFromNow(2) })).toBe('outcomes_have_happened')
  expect(await by({ finishedOn: 'infinity' })).toBe('outcomes_have_happened')
  expect(await by({ finishedOn: '1066-10-14' })).toBe('outcomes_have_happened')
  expect(await by({ note: 'x'.repeat(1001) })).toBe('outcome_note_has_1_to_1000_characters')
  expect(await by({ note: 'Datsun\u202e 015' })).toBe('outcome_note_has_1_to_1000_characters')
  expect(await by({ evidence: { sourceUrl: 'javascript:alert(1)' } })).toBe('evidence_is_well_formed')
  await c.sql`update auth.users set is_anonymous = true where id = ${c.carol.id}`
  expect(await by({})).toBe('keep_your_account_first')
  await c.sql`update auth.users set is_anonymous = false where id = ${c.carol.id}`
  // Where the day has begun already that is not there yet in Greenwich.
  const auckland = new Date(Date.now() + 13.9 * 3_600_000).toISOString().slice(0, 10)
  expect(await by({ finishedOn: auckland })).toBe('taken')
})

/** Settles what is due until the question has a state: a vehicle that another run holds is for the next one. */
async function runUntil(c: Community, state: string): Promise<unknown> {
  await expect
    .poll(async () => {
      await c.service.rpc('settle_due')
      return (await questionOf(c, c.vehicle))?.state
    })
    .toBe(state)
  return (await questionOf(c, c.vehicle))?.result
}

test('while a report waits, time does not call the build unfinished; a report that nobody answers holds it for 30 days', async () => {
  const c = await community()
  const horizon = Math.round(2 * 365.25)
  await placedAgo(c, horizon + 10, c.alice, c.vehicle, build(30))
  const mine = built({ finishedOn: dayFromNow(-100) })
  await reportBuild(sdk(c.carol), c.vehicle.id, mine)
  const asked = await c.sql`select app.propose_one_by_time(q, s) from bet_questions q, app.settlement_settings s
    where q.vehicle_id = ${c.vehicle.id}`
  expect(asked).toHaveLength(1)
  await c.service.rpc('settle_due')
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'open' })
  await c.sql`update bet_questions set created_at = ${ago(horizon + 40)} where vehicle_id = ${c.vehicle.id}`
  expect(await runUntil(c, 'proposed')).toEqual({ unfinished_on: expect.any(String) })
  // Confirmed after all, it contradicts that, and an operator decides.
  await confirmOutcome(sdk(await operator(c)), mine.id, 'Seen')
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'disputed' })
})

test('what these stories have told is told in German, too', async () => {
  const { sql } = await community()
  const said = await sql<{ body: string }[]>`select distinct body from notices`
  expect(said.length).toBeGreaterThan(1)
  expect(said.map(({ body }) => body).filter((body) => told(body) === null)).toEqual([])
})
