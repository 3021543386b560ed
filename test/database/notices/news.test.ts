import { expect, test } from 'vitest'
import { told } from '../../../src/react/language/german/told.ts'
import { byHand } from '../../support/by-hand.ts'
import { addVehicle, community } from '../../support/community.ts'
import { settleDue } from '../../support/settle.ts'
import { bet, crowd, kindsOf, question, sells, tellAll, windowEnds } from './news.ts'

test('bettors, followers, voters and the owner hear of a result, a settlement and a sale, and a stranger does not', async () => {
  const { alice, bob, carol, sql, vehicle } = await community()
  const { alice: voter, bob: stranger } = await community()
  await bet(alice, vehicle)
  expect((await bob.rpc('follow', { vehicle_id: vehicle.id, question })).error).toBeNull()
  await voter.from('auction_votes').upsert({ vehicle_id: vehicle.id, user_id: voter.id, vote: 'yes' })
  await sells(sql, vehicle)
  await tellAll(sql)
  expect(await kindsOf(sql, alice)).toEqual(['result_proposed', 'vehicle_sold'])
  expect(await kindsOf(sql, bob)).toEqual(['result_proposed']) // of the question alone
  expect(await kindsOf(sql, voter)).toEqual(['vehicle_sold'])
  expect(await kindsOf(sql, carol)).toEqual(['result_proposed'])

  await windowEnds(sql, vehicle)
  await settleDue(sql)
  await tellAll(sql)
  const { data } = await alice.from('notices').select('body, vehicle_id').eq('kind', 'question_settled')
  expect(data).toEqual([
    {
      vehicle_id: vehicle.id,
      body: expect.stringContaining('settled at 51,000 USD. Your bet came true; of 10 points staked, 10'),
    },
  ])
  expect((await bob.from('notices').select('body').eq('kind', 'question_settled').single()).data?.body).not.toContain(
    'Your bet',
  )
  expect(await kindsOf(sql, stranger)).toEqual([])
  expect((await stranger.from('notices').select()).data).toEqual([])
})

test('what is reversed and settled again is told again, and told twice at once is told once', async () => {
  const { alice, sql, vehicle } = await community()
  await bet(alice, vehicle)
  await sells(sql, vehicle)
  await windowEnds(sql, vehicle)
  await settleDue(sql)
  await Promise.all(Array.from({ length: 6 }, () => sql`select app.tell_news()`))
  await tellAll(sql)
  await sql`select app.reverse_settlement(${vehicle.id}, ${question}, 'The wrong car')`
  await tellAll(sql)
  const [outcome] = await sql`select id from public.vehicle_outcomes where vehicle_id = ${vehicle.id}`
  await sql`select app.adjudicate(${vehicle.id}, ${question}, ${outcome?.id}, 'It was the car')`
  await settleDue(sql)
  await tellAll(sql)
  await sql`update app.news set done_at = null, told_to = null where vehicle_id = ${vehicle.id}` // as after a crash
  await tellAll(sql)
  const told = (await kindsOf(sql, alice)).filter((kind) => kind !== 'result_proposed')
  expect(told.sort()).toEqual(['question_reversed', 'question_settled', 'question_settled', 'vehicle_sold'])
})

test('what no longer stands when its turn comes is not told', async () => {
  const { alice, sql, vehicle } = await community()
  await bet(alice, vehicle)
  // settled and reversed in one go: nobody can be told in between
  await sql`
    insert into app.news (kind, identity, vehicle_id, question, round, version)
    values ('question_settled', ${`${vehicle.id} before it was reversed`}, ${vehicle.id}, ${question}, 1, 1)`
  await tellAll(sql)
  expect(await kindsOf(sql, alice)).toEqual([])
})

test('who may no longer see the car hears nothing of it, neither on the page nor by mail', async () => {
  const { alice, bob, carol, sql, vehicle } = await community()
  await bet(alice, vehicle)
  await bob.rpc('follow', { vehicle_id: vehicle.id })
  await bob.rpc('set_notice_way', { kind: 'vehicle_sold', way: 'mail' })
  await sells(sql, vehicle)
  await tellAll(sql)
  const mailsTo = async (who: { id: string }) =>
    (await sql`select * from app.take_outbox('1 second', 1000, '{email}')`).filter(({ user_id }) => user_id === who.id)
  await carol.from('vehicles').update({ is_public: false }).eq('id', vehicle.id)
  expect(await mailsTo(bob)).toEqual([]) // told while it was public, hidden before the mail went
  expect(
    (
      await sql`select last_error from app.outbox_deliveries d join app.outbox o on o.id = d.outbox_id where user_id = ${bob.id}`
    )[0]?.last_error,
  ).toBe('It is not for them any more.')
  const before = await kindsOf(sql, alice)
  await windowEnds(sql, vehicle)
  await settleDue(sql)
  await tellAll(sql)
  expect(await kindsOf(sql, alice)).toEqual(before)
  expect(await kindsOf(sql, carol)).toContain('question_settled') // the owner sees it
})

/** More than a batch takes, several times over. `BETTORS=10000 vitest ...` tells ten thousand. */
const bettors = Number(process.env.BETTORS ?? 2_000)

test(`${bettors} bettors are told in batches, and one who cannot be told stops nobody`, async () => {
  const { sql, vehicle, alice } = await community()
  await sql`delete from app.jobs where name = 'tell_news'` // this test tells by itself
  await crowd(sql, vehicle, bettors)
  await bet(alice, vehicle)
  await sql`create function app.refuse_alice() returns trigger language plpgsql as $$ begin raise 'poisoned'; end $$`
  await sql.unsafe(`create trigger refuse_alice before insert on public.notices for each row
    when (new.user_id = '${alice.id}') execute function app.refuse_alice()`)
  await sells(sql, vehicle)
  await windowEnds(sql, vehicle)
  await settleDue(sql)
  await tellAll(sql, 500)
  const count = async (kind: string) =>
    (await sql`select count(*)::int as n from public.notices where vehicle_id = ${vehicle.id} and kind = ${kind}`)[0]?.n
  expect(await count('question_settled')).toBe(bettors + 1) // and the owner
  const aside = async () =>
    await sql`select error from app.set_aside where work = 'tell_people' and item like ${`%${alice.id}`}`
  expect(await aside()).toEqual(expect.arrayContaining([{ error: 'poisoned' }]))
  await sql`drop trigger refuse_alice on public.notices`
  await sql`update app.set_aside set next_try_at = now() where work = 'tell_people'`
  await byHand(sql, 'tell_news')
  expect(await aside()).toEqual([])
  expect(await kindsOf(sql, alice)).toContain('question_settled')
  expect(await count('question_settled')).toBe(bettors + 2)
})

test('a reply is told to whom it answers, and not when it has been hidden or is their own', async () => {
  const { alice, bob, sql, image } = await community()
  const say = async (who: typeof alice, comment_text: string, parent_id: string | null = null) => {
    const row = { image_id: image.id, user_id: who.id, interaction_type: 'comment', comment_text, parent_id }
    const { data, error } = await who.from('image_interactions').insert(row).select('id').single()
    expect(error).toBeNull()
    return data?.id as string
  }
  const first = await say(alice, 'Is it numbers matching?')
  await say(alice, 'I mean the engine', first)
  await say(bob, 'It is, block and head', first)
  await tellAll(sql)
  const { data } = await alice.from('notices').select('kind, body, payload')
  expect(data).toMatchObject([
    {
      kind: 'comment_replied',
      body: expect.stringContaining('"It is, block and head"'),
      payload: { image_id: image.id },
    },
  ])
  expect(await kindsOf(sql, bob)).toEqual([])
})

test('followers of a forecast hear that it has moved, once a day at most, and not of a small step', async () => {
  const { alice, bob, carol, sql, vehicle } = await community()
  await crowd(sql, vehicle, 5)
  await bet(alice, vehicle)
  await byHand(sql, 'fold_bets')
  for (const each of [alice, bob]) await each.rpc('follow', { vehicle_id: vehicle.id, question })
  const moved = async (factor: number, aDayOn: boolean) => {
    await expect.poll(async () => (await sql`select app.fold_bets() as n`)[0]?.n).toBe(0)
    await sql`select app.note_moves()`
    await sql`update app.told_forecasts set value = value / ${factor} where vehicle_id = ${vehicle.id}`
    await sql`update app.told_forecasts set told_at = now() - ${aDayOn ? '25 hours' : '1 hour'}::interval`
    await sql`select app.note_moves()`
    await tellAll(sql)
    return (await kindsOf(sql, alice)).length
  }
  expect(await moved(1.02, true)).toBe(0)
  expect(await moved(1.2, false)).toBe(0)
  expect(await moved(1.2, true)).toBe(1)
  expect(await moved(1.5, false)).toBe(1)
  expect((await alice.from('notices').select('body').single()).data?.body).toMatch(
    /has moved from [\d,]+ USD to [\d,]+ USD/,
  )
  const { data: unheard } = await bob.from('notices').select('body, payload').single() // who has not given a number yet
  expect(unheard?.body).toMatch(/ has moved\. Give your own number, and you see the crowd's\.$/)
  expect(JSON.stringify(unheard)).not.toMatch(/USD to|before|after/)
  expect(await kindsOf(sql, carol)).toEqual([])
})

test('who follows a person hears once a day that they bet, and nothing of hidden cars', async () => {
  const { alice, bob, carol, sql, vehicle } = await community()
  await bob.rpc('follow', { person_id: alice.id })
  const second = await addVehicle(sql, { user_id: carol.id, year: 1966, make: 'Alfa Romeo', model: 'Giulia' })
  await bet(alice, vehicle)
  await bet(alice, second)
  await tellAll(sql)
  expect((await bob.from('notices').select('kind, vehicle_id')).data).toEqual([
    { kind: 'person_active', vehicle_id: vehicle.id },
  ])
  await addVehicle(sql, { user_id: bob.id, year: 1970, make: 'Lancia', model: 'Fulvia', is_public: false })
  await alice.rpc('follow', { person_id: bob.id })
  await tellAll(sql)
  expect(await kindsOf(sql, alice)).toEqual([])
})

test('what these stories have told is told in German, too', async () => {
  const { sql } = await community()
  const said = await sql<{ body: string }[]>`select distinct body from notices`
  expect(said.length).toBeGreaterThan(5)
  expect(said.map(({ body }) => body).filter((body) => told(body) === null)).toEqual([])
})
