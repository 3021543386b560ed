import { expect, test } from 'vitest'
import { byHand } from '../../support/by-hand.ts'
import { type Community, community } from '../../support/community.ts'
import { addVoters, castAll, fold, summary } from './voters.ts'

async function nominated(people: Community): Promise<string[]> {
  const voters = await addVoters(people.sql, 20)
  await castAll(people.sql, people.vehicle.id, voters, { vote: 'yes', estimated_value: 30000 })
  await fold(people.sql)
  return voters
}

const nominations = ({ sql, vehicle }: Community) =>
  sql`select state, lost_since is not null as lost from auction_nominations where vehicle_id = ${vehicle.id} order by opened_at`

test('a nomination opens once, however many see the verdict turn at the same time', async () => {
  const people = await community()
  const { sql, vehicle, carol } = people
  await sql`insert into app.vote_tallies (vehicle_id, verdict, verdict_reason) values (${vehicle.id}, 'ready', 'Everybody says yes.')`
  await Promise.all(Array.from({ length: 5 }, () => sql`select app.open_nominations(${[vehicle.id]})`))
  expect(await nominations(people)).toEqual([{ state: 'open', lost: false }])
  expect(await sql`select kind from app.outbox where vehicle_id = ${vehicle.id}`).toEqual([
    { kind: 'nomination_opened' },
  ])
  const { data } = await carol.from('notices').select('kind, body')
  expect(data).toEqual([
    {
      kind: 'nomination_opened',
      body: 'The community says your 1971 Datsun PL510 is ready for auction. Everybody says yes. Accept with a reserve, or decline.',
    },
  ])
})

test('a stranger does not answer; the owner accepts with a reserve that only the owner sees, or shows', async () => {
  const people = await community()
  const { carol, alice, visitor, vehicle } = people
  const accept = (who: typeof carol, args: object) => who.rpc('accept_nomination', { vehicle_id: vehicle.id, ...args })
  expect((await accept(carol, { reserve: 1 })).error).toMatchObject({ code: 'PT404', details: 'unknown_nomination' })
  await nominated(people)

  expect((await accept(alice, { reserve: 1 })).error).toMatchObject({
    code: '42501',
    details: 'owners_answer_nominations',
  })
  for (const reserve of [-1, 1e12, 'NaN', null]) {
    expect((await accept(carol, { reserve })).error?.details).toBe('reserve_is_from_0_to_1e9')
  }
  const { data: accepted } = await accept(carol, { reserve: 25000 })
  expect(accepted).toMatchObject({ state: 'accepted', suggested_reserve: expect.any(Number) })

  const seen = async (who: Pick<typeof carol, 'from'>) =>
    (await who.from('auction_vote_summary').select('reserve, chance_at_reserve').eq('vehicle_id', vehicle.id).single())
      .data
  expect(await seen(alice)).toEqual({ reserve: null, chance_at_reserve: null })
  // All say 30,000, so the spread is 10 % widened by 20 estimates; 25,000 after 5 % are a hammer of 26,316.
  const chance = ((await seen(carol)) as { chance_at_reserve: number }).chance_at_reserve
  const z = Math.log(30000 / (25000 / 0.95)) / (0.1 * Math.sqrt(1 + 1 / 20))
  expect(z).toBeCloseTo(1.2787, 4)
  expect(chance).toBeCloseTo(0.8995, 3)
  await accept(carol, { reserve: 25000, show_reserve: true })
  expect(await seen(visitor as never)).toEqual({ reserve: 25000, chance_at_reserve: chance })
})

test('where people bet on the price, the chance is the average of estimates and bets', async () => {
  const people = await community()
  const { carol, sql, vehicle } = people
  await nominated(people)
  await carol.rpc('accept_nomination', { vehicle_id: vehicle.id, reserve: 25000 })
  const chance = async () =>
    (await sql`select chance from app.auction_reserves where vehicle_id = ${vehicle.id}`)[0]?.chance
  const byEstimates = await chance()
  for (const user_id of await addVoters(sql, 5)) {
    const bet = { vehicle_id: vehicle.id, user_id, bet_type: 'auction_price', confidence_percent: 80 }
    await sql`insert into vehicle_bets ${sql({ ...bet, prediction: sql.json({ target_value: 26000 }) } as never)}`
  }
  await byHand(sql, 'fold_bets')
  await byHand(sql, 'tend_auctions')
  const [curve] = await sql`select 1 - app.crowd_price_cdf(${vehicle.id}, ${25000 / 0.95}) as above`
  expect(curve?.above).toBeGreaterThan(0)
  expect(await chance()).toBeCloseTo((byEstimates + curve?.above) / 2, 9)
})

test('the suggested reserve is the one whose chance is 75 %, by the same measure once it is set', async () => {
  const people = await community()
  const { carol, sql, vehicle } = people
  for (const user_id of await addVoters(sql, 5)) {
    const bet = { vehicle_id: vehicle.id, user_id, bet_type: 'auction_price', confidence_percent: 80 }
    await sql`insert into vehicle_bets ${sql({ ...bet, prediction: sql.json({ target_value: 22000 }) } as never)}`
  }
  await byHand(sql, 'fold_bets')
  await nominated(people)
  const { data } = await carol.from('auction_nominations').select('suggested_reserve').eq('vehicle_id', vehicle.id)
  const reserve = (data as { suggested_reserve: number }[])[0]?.suggested_reserve as number
  await carol.rpc('accept_nomination', { vehicle_id: vehicle.id, reserve })
  const [set] = await sql`select chance from app.auction_reserves where vehicle_id = ${vehicle.id}`
  expect(Math.abs(set?.chance - 0.75)).toBeLessThan(0.02) // it is in hundreds
  const estimates = 30000 * 0.95 * Math.exp(-0.6745 * 0.1 * Math.sqrt(1 + 1 / 20))
  expect(reserve).toBeLessThan(estimates - 1000) // people bet on less than they estimate
})

test('a declined nomination is not opened again for a month', async () => {
  const people = await community()
  const { carol, sql, vehicle } = people
  await nominated(people)
  const { data } = await carol.rpc('decline_nomination', { vehicle_id: vehicle.id, reason: 'It stays in the family' })
  expect(data).toMatchObject({ state: 'declined', decline_reason: 'It stays in the family' })
  await byHand(sql, 'tend_auctions')
  expect(await nominations(people)).toHaveLength(1)

  await sql`update auction_nominations set decided_at = now() - interval '31 days', ended_at = now() - interval '31 days' where vehicle_id = ${vehicle.id}`
  await byHand(sql, 'tend_auctions')
  expect(await nominations(people)).toMatchObject([{ state: 'declined' }, { state: 'open' }])
})

test('it closes by itself when the verdict is lost for seven days, and not when it comes back', async () => {
  const people = await community()
  const { sql, vehicle, carol } = people
  const voters = await nominated(people)
  const withdraw = () =>
    sql`delete from auction_votes where vehicle_id = ${vehicle.id} and user_id in ${sql(voters.slice(0, 12))}`
  await withdraw()
  expect(await summary(sql, vehicle.id)).toMatchObject({ verdict: 'undecided' })
  expect(await nominations(people)).toEqual([{ state: 'open', lost: true }])
  await castAll(sql, vehicle.id, voters.slice(0, 12), { vote: 'yes' })
  await fold(sql)
  expect(await nominations(people)).toEqual([{ state: 'open', lost: false }])

  await withdraw()
  await fold(sql)
  const age = (days: number) =>
    sql`update auction_nominations set lost_since = now() - make_interval(days => ${days}) where vehicle_id = ${vehicle.id}`
  await age(6)
  await byHand(sql, 'tend_auctions')
  expect(await nominations(people)).toEqual([{ state: 'open', lost: true }])
  await age(7)
  await byHand(sql, 'tend_auctions')
  await byHand(sql, 'tend_auctions')
  expect(await nominations(people)).toEqual([{ state: 'closed', lost: true }])
  const { data } = await carol.from('notices').select('kind').order('created_at')
  expect(data).toEqual([{ kind: 'nomination_opened' }, { kind: 'nomination_closed' }])
})

test('an operator links the auction: betting closes, the result flows back, and voters see how close they were', async () => {
  const people = await community()
  const { alice, bob, carol, visitor, service, sql, vehicle } = people
  await nominated(people)
  await alice
    .from('auction_votes')
    .upsert({ vehicle_id: vehicle.id, user_id: alice.id, vote: 'no', estimated_value: 22000 })
  const hidden = { vehicle_id: vehicle.id, user_id: bob.id, vote: 'yes', estimated_value: 22500, is_private: true }
  await bob.from('auction_votes').upsert(hidden)
  const link = (args: object) =>
    service.rpc('link_auction', {
      ...{ vehicle_id: vehicle.id, auction_url: 'https://example.com/lot/12', starts_at: null, ends_at: '2100-01-01' },
      ...args,
    })
  expect((await link({})).error?.details).toBe('auctions_follow_an_accepted_nomination')
  await carol.rpc('accept_nomination', { vehicle_id: vehicle.id, reserve: 20000 })
  expect((await link({ auction_url: 'javascript:alert(1)' })).error?.details).toBe('auction_url_is_an_https_address')
  expect((await link({ ends_at: '2001-01-01' })).error?.details).toBe('auction_ends_after_it_starts')
  expect((await link({})).data).toMatchObject({ state: 'live', auction_url: 'https://example.com/lot/12' })

  const bet = {
    vehicle_id: vehicle.id,
    bet_type: 'auction_price',
    prediction: { target_value: 20000 },
    confidence_percent: 60,
  }
  expect((await alice.from('vehicle_bets').insert({ ...bet, user_id: alice.id })).error?.details).toBe(
    'betting_is_open',
  )
  expect((await carol.rpc('decline_nomination', { vehicle_id: vehicle.id })).error?.details).toBe(
    'live_auctions_are_not_declined',
  )

  const result = { kind: 'auction_result', value: 23000, sold: true, occurred_at: new Date().toISOString() }
  const evidence = { source_url: 'https://example.com/lot/12' }
  const reported = await service.from('vehicle_outcomes').insert({ vehicle_id: vehicle.id, ...result, evidence })
  expect(reported.error).toBeNull()
  expect(await nominations(people)).toEqual([{ state: 'sold', lost: false }])
  await alice
    .from('auction_votes')
    .upsert({ vehicle_id: vehicle.id, user_id: alice.id, vote: 'yes', estimated_value: 23000 }) // too late
  await byHand(sql, 'tend_auctions')

  const { data: afterwards } = await visitor.from('auction_afterwards').select().eq('vehicle_id', vehicle.id).single()
  expect(afterwards).toMatchObject({
    ...{ sold: true, hammer: 23000, verdict: 'ready', total_votes: 22, yes_votes: 21 },
    ...{ estimates: 21, median_estimate: 30000, p25_estimate: 30000 },
  })
  const close = async (who: Pick<typeof carol, 'from'>) =>
    (
      await who
        .from('auction_vote_closeness')
        .select('user_id, estimated_value, place')
        .eq('vehicle_id', vehicle.id)
        .lt('place', 2)
        .order('miss')
    ).data
  expect(await close(visitor as never)).toEqual([{ user_id: alice.id, estimated_value: 22000, place: 1 }]) // of those that are public
  expect(await close(bob)).toEqual([
    { user_id: bob.id, estimated_value: 22500, place: 1 },
    { user_id: alice.id, estimated_value: 22000, place: 1 },
  ])
  const { data: record } = await visitor.from('voter_record').select().eq('user_id', alice.id).single()
  expect(record).toMatchObject({ auctions: 1, within_10_percent: 1, closest: 1 })
  expect(record?.median_miss).toBeCloseTo(Math.log(23 / 22), 10)
  const { data: verdicts } = await visitor.from('verdict_record').select().eq('verdict', 'ready').single()
  expect(verdicts?.auctions).toBeGreaterThanOrEqual(1)
  expect(verdicts?.sold).toBeGreaterThanOrEqual(1)
})

test('a sale of last week ends a nomination opened since, one of long ago does not, and neither does a lot that stayed', async () => {
  const people = await community()
  const { sql, vehicle, service } = people
  await nominated(people)
  const report = async (daysAgo: number, sold: boolean) => {
    const occurred_at = new Date(Date.now() - daysAgo * 86_400_000).toISOString()
    const evidence = { source_url: 'https://example.com/lot/12' }
    const result = { vehicle_id: vehicle.id, kind: 'auction_result', value: 23000, sold, occurred_at, evidence }
    expect((await service.from('vehicle_outcomes').insert(result)).error).toBeNull()
    return (await sql`select state from auction_nominations where vehicle_id = ${vehicle.id}`)[0]?.state
  }
  expect(await report(400, true)).toBe('open')
  expect(await report(7, false)).toBe('open')
  expect(await report(7, true)).toBe('sold')
})

test('a vehicle that changes hands asks its new owner, who learns nothing of the reserve', async () => {
  const people = await community()
  const { alice, carol, sql, vehicle } = people
  await nominated(people)
  await carol.rpc('accept_nomination', { vehicle_id: vehicle.id, reserve: 12345 })
  await sql`update vehicles set user_id = ${alice.id} where id = ${vehicle.id}`
  const { data } = await alice.from('auction_vote_summary').select('reserve').eq('vehicle_id', vehicle.id).single()
  expect(data).toEqual({ reserve: null })
  await byHand(sql, 'tend_auctions')
  expect(await nominations(people)).toMatchObject([{ state: 'closed' }, { state: 'open' }])
  expect((await alice.from('notices').select('kind')).data).toEqual([{ kind: 'nomination_opened' }])
})
