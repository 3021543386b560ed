import { expect, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { loadCalibration, loadCrowdCalibration, loadLeaderboard, loadStanding } from '../../../src/client/index.ts'
import { audit } from '../../../src/server/cli/audit.ts'
import { byHand } from '../../support/by-hand.ts'
import { addVehicle } from '../../support/community.ts'
import type { Person } from '../../support/people.ts'
import { crowd, milestone, placeBet, report, settle } from './questions.ts'

const c = await crowd(4)
const { sql, service, carol, visitor, server } = c
const [steady, rash, lucky, dull] = c.people as [
  (typeof c.people)[0],
  (typeof c.people)[0],
  (typeof c.people)[0],
  (typeof c.people)[0],
]
const client = visitor as unknown as PaddockClient

const datsun = () => addVehicle(sql, { user_id: carol.id, year: 1971, make: 'Datsun', model: '510' })
const fold = () => byHand(sql, 'fold_standings')
const peers = async () =>
  new Map((await loadLeaderboard(client, { make: 'all', limit: 100 })).map((s) => [s.userId, s]))
const broken = async () => (await audit(server.adminUrl)).filter(({ wrong }) => wrong > 0)

// Eight cars on which the rash one is wrong. The lucky one bets on the first, and better than the steady one on the others.
for (let n = 0; n < 8; n++) {
  const vehicle = await datsun()
  await placeBet(n === 0 ? lucky : steady, vehicle, { ...milestone(), confidence_percent: n === 0 ? 100 : 85 })
  await placeBet(rash, vehicle, { ...milestone(), confidence_percent: 30 })
  await placeBet(dull, vehicle, { ...milestone(10), confidence_percent: 100 })
  await placeBet(carol, vehicle, { ...milestone(), confidence_percent: 100 })
  await report(service, vehicle, { value: 60_000 })
  await settle(c, vehicle)
}
await fold()

test('who is better than the others leads, and a lucky bet does not', async () => {
  const board = await loadLeaderboard(client)
  expect(board.map(({ userId }) => userId)).toEqual([steady.id, lucky.id, dull.id, rash.id])
  expect(board[0]).toMatchObject({ rank: 1, bets: 7, betsCompared: 7 })
  expect(board[1]?.peerScore).toBeGreaterThan(board[0]?.peerScore as number)
})

test('a place alone is the place on the board', async () => {
  const board = await loadLeaderboard(client)
  expect(await Promise.all(board.map(({ userId }) => loadStanding(client, userId)))).toEqual(board)
  expect(await loadStanding(client, carol.id)).toBeNull()
})

test('a peer score is how much less was lost than by the others', async () => {
  const standings = await peers()
  const [brierSteady, brierRash] = [0.15 ** 2, 0.7 ** 2]
  expect(standings.get(steady.id)?.rating).toBeCloseTo((7 * (brierRash - brierSteady)) / 27, 8)
  expect(standings.get(steady.id)?.skillScore).toBeCloseTo(1 - brierSteady / 0.25, 5)
})

test('claims that nobody else makes earn no place, and owners have none', async () => {
  const standings = await peers()
  expect(standings.get(dull.id)).toMatchObject({ bets: 8, betsCompared: 0, rating: 0, peerScore: null, skillScore: 1 })
  expect(standings.has(carol.id)).toBe(false)
})

test('by make and by period', async () => {
  const now = new Date()
  const quarter = `${now.getUTCFullYear()}-Q${Math.floor(now.getUTCMonth() / 3) + 1}`
  const all = await loadLeaderboard(client)
  expect(await loadLeaderboard(client, { make: 'Datsun', period: quarter })).toEqual(all)
  expect(await loadLeaderboard(client, { period: String(now.getUTCFullYear()) })).toEqual(all)
  expect(await loadLeaderboard(client, { make: 'Porsche' })).toEqual([])
  expect(await loadLeaderboard(client, { period: '1999' })).toEqual([])
})

test('calibration is one curve, and its parts add up to the Brier score', async () => {
  const calibration = await loadCalibration(client, steady.id)
  expect(calibration).toMatchObject({ claims: 7, cameTrue: 1 })
  expect(calibration.brier).toBeCloseTo(0.0225, 12)
  expect(calibration.logScore).toBeCloseTo(-Math.log(0.85), 9)
  expect(calibration.bins).toEqual([
    expect.objectContaining({ from: 0.8, to: 0.9, claims: 7, cameTrue: 1, confidence: 0.85 }),
  ])
  // Wilson's interval of 7 of 7: 7 / (7 + 1.959964^2).
  expect(calibration.bins[0]?.low).toBeCloseTo(7 / (7 + 1.959964 ** 2), 6)
  expect(await loadCalibration(client, carol.id)).toMatchObject({ claims: 0, brier: null, bins: [] })
})

test('the decomposition holds for claims of all kinds that came true and that did not', async () => {
  const vehicle = await datsun()
  const bets = [
    { ...milestone(55_000), confidence_percent: 61 },
    { ...milestone(58_000), confidence_percent: 68.5 },
    { bet_type: 'auction_price', prediction: { low: 90_000, high: 95_000 }, confidence_percent: 64 },
  ]
  const [asker] = (await crowd(1)).people as [(typeof c.people)[0]]
  for (const bet of bets) await placeBet(asker, vehicle, bet)
  await report(service, vehicle, { value: 60_000 })
  await settle(c, vehicle)
  await fold()
  const found = await loadCalibration(client, asker.id)
  const claims = [0.39, 0.315, 0.64] // how far each was from what happened
  expect(found).toMatchObject({ claims: 3, bins: [{ from: 0.6, claims: 3 }] })
  expect(found.brier).toBeCloseTo(claims.reduce((sum, miss) => sum + miss ** 2, 0) / 3, 12)
  const { brier, reliability, resolution, uncertainty, withinBins } = found as unknown as Record<string, number>
  expect((reliability ?? 0) - (resolution ?? 0) + (uncertainty ?? 0) + (withinBins ?? 0)).toBeCloseTo(
    brier as number,
    12,
  )
  expect(found.uncertainty).toBeCloseTo((2 / 3) * (1 / 3), 12)
})

test('the crowd is calibrated over questions, each of which weighs as one claim', async () => {
  const [kept] = await sql`select count(*)::int as questions from app.crowd_forecasts`
  const crowdCalibration = await loadCrowdCalibration(client)
  expect(crowdCalibration.claims).toBe(kept?.questions)
  expect(await sql`select * from app.crowd_forecasts where probability < 0 or probability > 1 or people < 1`).toEqual(
    [],
  )
  // Of two people at 99 and 30 %, with half a person at one half, as the forecast has it: 100 % counts as 99.
  const [first] = await sql`select f.probability::float8 as p, f.people from app.crowd_forecasts f
    where f.people = 2 order by f.settled_at limit 1`
  expect(first?.people).toBe(2)
  expect(first?.p).toBeCloseTo((2 * 0.645 + 0.25) / 2.5, 4)
})

test('a reversal takes its bets back, a make that is corrected moves them, and a deleted vehicle leaves them where they are', async () => {
  const before = await peers()
  const vehicle = await datsun()
  await placeBet(steady, vehicle, { ...milestone(), confidence_percent: 10 })
  await placeBet(rash, vehicle, { ...milestone(), confidence_percent: 90 })
  await report(service, vehicle, { value: 60_000 })
  await settle(c, vehicle)
  await fold()
  expect((await peers()).get(steady.id)?.bets).toBe((before.get(steady.id)?.bets ?? 0) + 1)
  expect(await broken()).toEqual([])

  await sql`update vehicles set make = 'Nissan' where id = ${vehicle.id}`
  expect(await broken()).toEqual([])
  await fold()
  expect((await loadLeaderboard(client, { make: 'Nissan' })).map(({ userId }) => userId)).toEqual([rash.id, steady.id])

  const asked = { vehicle_id: vehicle.id, question: 'value_milestone:USD:50000:2030-12-31', reason: 'Wrong car' }
  expect((await service.rpc('reverse_settlement', asked)).error).toBeNull()
  await fold()
  expect(await peers()).toEqual(before)
  expect(await loadLeaderboard(client, { make: 'Nissan' })).toEqual([])

  const [outcome] = await sql`select id from vehicle_outcomes where vehicle_id = ${vehicle.id}`
  expect((await service.rpc('adjudicate', { ...asked, outcome_id: outcome?.id })).error).toBeNull()
  await settle(c, vehicle)
  await fold()
  const settled = await peers()
  expect(settled.get(steady.id)?.bets).toBe((before.get(steady.id)?.bets ?? 0) + 1)
  await sql`delete from vehicles where id = ${vehicle.id}`
  await fold()
  expect(await peers()).toEqual(settled)
  expect(await broken()).toEqual([])
})

test('a deleted account leaves no trace on the leaderboard, and the others keep their places', async () => {
  const before = await peers()
  await sql`delete from auth.users where id = ${lucky.id}`
  await fold()
  const after = await peers()
  expect(after.has(lucky.id)).toBe(false)
  expect(after.get(steady.id)?.rating).toBe(before.get(steady.id)?.rating)
  expect(await broken()).toEqual([])
})

test('two folds at once take each change once', async () => {
  const vehicle = await datsun()
  await placeBet(steady, vehicle, { ...milestone(), confidence_percent: 80 })
  await placeBet(rash, vehicle, { ...milestone(), confidence_percent: 40 })
  await report(service, vehicle, { value: 60_000 })
  await settle(c, vehicle)
  await Promise.all([fold(), fold(), fold()])
  await fold()
  expect(await broken()).toEqual([])
})

test('the crowd is held to the forecast that people saw when betting closed: by skill, joined to other milestones, without who came later', async () => {
  const vehicle = await datsun()
  const [best, other, third, late] = (await crowd(4)).people as [Person, Person, Person, Person]
  const read = async (type: string) => {
    const { data } = await visitor.rpc('vehicle_forecast', { vehicle_id: vehicle.id, bet_type: type })
    return data as { curve: [number, number][]; quantiles: { p50: number } }
  }
  await sql`insert into app.forecasters (user_id, settled, skill, weight) values (${best.id}, 20, 0.35, 4)`
  const price = (target_value: number) => ({ bet_type: 'auction_price', prediction: { target_value } })
  for (const [person, percent, number] of [
    [best, 20, 61_000],
    [other, 90, 90_000],
  ] as const) {
    await placeBet(person, vehicle, { ...milestone(50_000), confidence_percent: percent })
    await placeBet(person, vehicle, price(number))
  }
  await placeBet(third, vehicle, { ...milestone(70_000), confidence_percent: 80 })
  const [milestones, prices] = [await read('value_milestone'), await read('auction_price')]
  await sql`update bet_questions set state = 'locked', closed_at = now()
    where vehicle_id = ${vehicle.id} and question like '%:50000:%'`
  await placeBet(late, vehicle, { ...milestone(70_000), confidence_percent: 1 })

  await report(service, vehicle, { value: prices.quantiles.p50 })
  await settle(c, vehicle)
  const kept =
    await sql`select question, probability::float8 as p from app.crowd_forecasts where vehicle_id = ${vehicle.id}`
  const of = (part: string) => kept.find(({ question }) => question.includes(part))?.p
  expect(of(':50000:')).toBeCloseTo(1 - (milestones.curve[0]?.[1] ?? 0), 5)
  expect(of('auction_price')).toBeCloseTo(0.5, 3)
})
