import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { byHand } from '../../support/by-hand.ts'
import { addVehicle, community } from '../../support/community.ts'
import { addVoters, castAll, fold } from '../auction/voters.ts'
import { ago, milestone, placeBet, placedAgo, report, tryBet } from '../bets/questions.ts'

// One item never stops the batch.

test('a name of blanks is no name, and a notice is cut to fit whatever a name’s length', async () => {
  const { carol, sql } = await community()
  for (const model of [`A${' '.repeat(2_000)}`, '   ', '\u200b\u2060', 'abc\u202edef', 'x'.repeat(121)]) {
    expect((await carol.from('vehicles').insert({ model })).error?.message).toContain(
      'model_is_from_1_to_120_characters',
    )
  }
  // A project's own table may know no limit: then the words are cut.
  await sql`select app.tell(${carol.id}, null, 'auction_live', ${'A'.repeat(5_000)})`
  const [notice] = await sql`select body from notices where user_id = ${carol.id}`
  expect(notice?.body).toHaveLength(1_000)
  expect(notice?.body.endsWith('…')).toBe(true)
})

test('a car whose verdict cannot be worked out is set aside; the votes of every other car are weighed, and of this one once it is mended', async () => {
  const { carol, sql, service, alice } = await community()
  const cars = await Promise.all(
    ['One', 'Two', 'Three'].map((model) => addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model })),
  )
  const [poisoned, ...others] = cars.map(({ id }) => id) as [string, ...string[]]
  await sql.unsafe(`
    create function public.poison() returns trigger language plpgsql as $$ begin raise exception 'poisoned'; end $$;
    create trigger poison before insert on app.verdict_changes for each row when (new.vehicle_id = '${poisoned}') execute function public.poison()`)
  try {
    for (const id of cars.map((car) => car.id)) await castAll(sql, id, await addVoters(sql, 20), { vote: 'yes' })
    await fold(sql)
    const verdicts = async () =>
      Object.fromEntries(
        (
          await sql`select vehicle_id, verdict from app.vote_tallies where vehicle_id = any (${cars.map((car) => car.id)}::uuid[])`
        ).map((row) => [row.vehicle_id, row.verdict]),
      )
    for (const id of others) expect((await verdicts())[id]).toBe('ready')
    expect((await verdicts())[poisoned]).not.toBe('ready')
    expect((await service.rpc('failed_work')).data).toEqual([
      expect.objectContaining({ work: 'decide_verdicts', item: poisoned, error: 'poisoned', tries: 1 }),
    ])
    expect((await alice.rpc('failed_work')).error?.code).toBe('42501')
    // What others do meanwhile does not fail for it.
    expect((await service.rpc('ban_member', { user_id: alice.id, reason: 'Votes for money' })).error).toBeNull()

    await sql`drop trigger poison on app.verdict_changes`
    await sql`update app.set_aside set next_try_at = now()`
    await byHand(sql, 'tend_auctions')
    expect((await verdicts())[poisoned]).toBe('ready')
    expect((await service.rpc('failed_work')).data).toEqual([])
  } finally {
    await sql`drop function if exists public.poison() cascade`
  }
})

test('junk that waits for a valuation does not keep others’ questions from being settled', async () => {
  const members = await community()
  const { sql, carol, alice, service } = members
  const waiting = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: 'Waits' })
  const valued = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: 'Valued' })
  const past = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10)
  await sql`
    insert into bet_questions (vehicle_id, question, bet_type, currency, target_value, by_date, state, created_at, is_public)
    select ${waiting.id}, 'value_milestone junk ' || n, 'value_milestone', 'USD', 1000 + n, ${past}, 'locked', now() - interval '60 days', true
    from generate_series(1, 600) n`
  await placedAgo(members, 30, alice, valued, milestone(50_000, past))
  await report(service, valued, { kind: 'appraisal', value: 40_000, occurred_at: ago(5) })
  // Again where the server's own fold has the vehicle in hand, which a settler leaves alone.
  const settled = async () => {
    await byHand(sql, 'settle_due')
    const [question] = await sql`select state, result from bet_questions where vehicle_id = ${valued.id}`
    return { ...question }
  }
  await expect.poll(settled).toEqual({ state: 'proposed', result: { reached: false } })
})

test('one person opens only so many new questions a day', async () => {
  const { alice, bob, vehicle, sql } = await community()
  await sql`update app.settings set value = '3' where name = 'new_questions_per_person_day'`
  try {
    for (let n = 0; n < 3; n++) await placeBet(alice, vehicle, milestone(50_000 + n))
    const { error, status } = await tryBet(alice, vehicle, milestone(60_000))
    expect([status, error?.details]).toEqual([429, 'new_questions_are_limited'])
    await placeBet(bob, vehicle, milestone(60_000))
    await placeBet(alice, vehicle, milestone(60_000)) // somebody else's question
  } finally {
    await sql`update app.settings set value = '50' where name = 'new_questions_per_person_day'`
  }
})

test('a photo whose row cannot be written is set aside; others get their counts, and it gets its own once it is mended', async () => {
  const { carol, sql, service } = await community()
  const car = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'BMW', model: 'Photos' })
  const photos = await sql<{ id: string }[]>`
    insert into vehicle_images (vehicle_id, image_url) select ${car.id}, '/photo.webp' from generate_series(1, 3) returning id`
  const [poisoned, ...others] = photos.map(({ id }) => id) as [string, ...string[]]
  await sql.unsafe(`
    create function public.poison() returns trigger language plpgsql as $$ begin raise exception 'poisoned'; end $$;
    create trigger poison before update on vehicle_images for each row when (new.id = '${poisoned}') execute function public.poison()`)
  const look = () =>
    service.rpc('record_image_views', {
      events: photos.map(({ id }) => ({
        ...{ event_id: randomUUID(), image_id: id, viewed_at: new Date().toISOString() },
        session_id: randomUUID(),
      })),
    })
  const counts = async () =>
    Object.fromEntries(
      (await sql`select id, view_count from vehicle_images where vehicle_id = ${car.id}`).map((row) => [
        row.id,
        Number(row.view_count),
      ]),
    )
  const aside = async () =>
    (await sql`select item, error from app.failed_work() where work = 'hand_over_counts'`).map((row) => ({ ...row }))
  try {
    expect((await look()).error).toBeNull()
    const folded = async () => {
      await byHand(sql, 'fold_views')
      return await counts()
    }
    for (const id of others) await expect.poll(async () => (await folded())[id]).toBe(1)
    expect((await counts())[poisoned]).toBe(0)
    await expect.poll(aside).toEqual([{ item: poisoned, error: 'poisoned' }])
    await sql`drop trigger poison on vehicle_images`
    await sql`update app.set_aside set next_try_at = now()`
    await look()
    await expect.poll(async () => (await folded())[poisoned]).toBe((await counts())[others[0] as string])
    await expect.poll(aside).toEqual([])
  } finally {
    await sql`drop function if exists public.poison() cascade`
  }
})

test('a person whose standing cannot be written is set aside; others’ standings move, and theirs once it is mended', async () => {
  const { alice, bob, sql } = await community()
  await sql.unsafe(`
    create function public.poison() returns trigger language plpgsql as $$ begin raise exception 'poisoned'; end $$;
    create trigger poison before insert or update on app.forecaster_standings for each row when (new.user_id = '${alice.id}')
      execute function public.poison()`)
  const settle = () => sql`
    insert into app.standing_changes (user_id, make, settled_on, sign, confidence, came_true, skill_score, peer_score, points)
    select person, null, '2026-01-05', 1, 60, true, 0.1, null, 1 from unnest(${[alice.id, bob.id]}::uuid[]) person`
  const bets = async (person: string) =>
    Number(
      (
        await sql`select bets from app.forecaster_standings where user_id = ${person} and period = '2026' and make = 'all'`
      )[0]?.bets ?? 0,
    )
  const before = { alice: await bets(alice.id), bob: await bets(bob.id) }
  try {
    await settle()
    await byHand(sql, 'fold_standings')
    await settle() // with one set aside the rest goes on as a batch
    await byHand(sql, 'fold_standings')
    expect([await bets(alice.id), await bets(bob.id)]).toEqual([before.alice, before.bob + 2])
    const [failed] = await sql`select item, error, tries from app.failed_work() where work = 'fold_standings'`
    expect(failed).toEqual({ item: alice.id, error: 'poisoned', tries: 1 })
    await sql`drop trigger poison on app.forecaster_standings`
    await sql`update app.set_aside set next_try_at = now()`
    await byHand(sql, 'fold_standings')
    expect(await bets(alice.id)).toBe(before.alice + 2)
    expect(await sql`select from app.failed_work() where work = 'fold_standings'`).toHaveLength(0)
  } finally {
    await sql`drop function if exists public.poison() cascade`
  }
})

test('a forecaster whose weight cannot be written is set aside; others are weighed, and this one once it is mended', async () => {
  const { alice, bob, sql } = await community()
  await sql.unsafe(`
    create function public.poison() returns trigger language plpgsql as $$ begin raise exception 'poisoned'; end $$;
    create trigger poison before insert or update on app.forecasters for each row when (new.user_id = '${alice.id}')
      execute function public.poison()`)
  const weighed = async () =>
    (await sql`select user_id from app.forecasters where user_id in (${alice.id}, ${bob.id})`).map((row) => row.user_id)
  try {
    await sql`insert into app.forecaster_changes (user_id) values (${alice.id}), (${bob.id})`
    const folded = async () => {
      await byHand(sql, 'fold_bets')
      return (await weighed()).toSorted()
    }
    await expect.poll(folded).toEqual([bob.id])
    const [failed] = await sql`select item, error, tries from app.failed_work() where work = 'weigh_forecasters'`
    expect(failed).toEqual({ item: alice.id, error: 'poisoned', tries: 1 })
    await sql`drop trigger poison on app.forecasters`
    await sql`update app.set_aside set next_try_at = now()`
    await expect.poll(folded).toEqual([alice.id, bob.id].toSorted())
    await expect.poll(() => sql`select from app.failed_work() where work = 'weigh_forecasters'`).toHaveLength(0)
  } finally {
    await sql`drop function if exists public.poison() cascade`
  }
})
