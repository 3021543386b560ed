import { expect, test } from 'vitest'
import { settleDemo } from '../../src/server/demo/index.ts'
import { demoPassword, mara } from '../../src/server/demo/people.ts'
import { startTestServer } from '../support/test-server.ts'

test('the demo fills an empty database once, and its members sign in on loopback only', async () => {
  const server = await startTestServer()
  try {
    const { sql } = server
    await settleDemo(sql, { demo: true, loopback: true })
    await settleDemo(sql, { demo: true, loopback: true })
    const visitor = server.client()
    const { data: cars } = await visitor.from('vehicles').select('model, horsepower, facts_source').order('created_at')
    expect(cars).toHaveLength(6)
    expect(cars?.[0]).toEqual({
      model: '’Cuda 340',
      horsepower: 160,
      facts_source: expect.stringContaining("plymouth 'cuda 340"),
    })

    const [wrong] = await sql`
      select count(*)::int as photos from vehicle_images i
      where view_count <> (select count(*) from image_views v where v.image_id = i.id and counted)`
    expect(wrong).toEqual({ photos: 0 })

    const { data: ready } = await visitor.from('auction_ready').select('nomination_state').order('wilson_lower')
    expect(ready).toEqual([{ nomination_state: 'open' }, { nomination_state: 'accepted' }])
    const { data: settled } = await visitor
      .from('bet_questions')
      .select('bet_type')
      .eq('state', 'final')
      .order('bet_type')
    expect(settled?.map((question) => question.bet_type)).toEqual([
      ...['auction_price', 'completion_date', 'next_mod_value', 'value_milestone'],
    ])
    const board = visitor.from('forecaster_leaderboard').select('*', { count: 'exact', head: true })
    expect((await board.eq('period', 'all').eq('make', 'all')).count).toBeGreaterThan(12)

    // The starter library answers for the first car, with the sentence and its place on the page.
    const { data: cuda } = await visitor.from('vehicles').select('id').eq('model', '’Cuda 340').single()
    const ask = async (spec_name: string) =>
      (await visitor.functions.invoke('research-spec', { body: { vehicle_id: cuda?.id, spec_name } })).data
    const torque = await ask('torque')
    expect(torque).toMatchObject({ status: 'supported', claims: [{ value: 340, unit: 'lb-ft' }] })
    const [evidence] = torque.claims[0].evidence
    expect(evidence).toMatchObject({ kind: 'manual', page: 1, title: expect.stringContaining('(demo)') })
    const { char_start, char_end, document_id } = evidence
    const { data: lines } = await visitor.rpc('document_lines', { document_id, char_start, char_end })
    expect(lines).toEqual([expect.objectContaining({ page: 1, x: 72 })])
    expect(await ask('power')).toMatchObject({ status: 'conflicting', conflicts: expect.any(Array) })
    expect(await ask('production')).toMatchObject({ status: 'insufficient' })

    const signIn = () => server.client().auth.signInWithPassword({ email: mara.email, password: demoPassword })
    expect((await signIn()).data.user?.id).toBe(mara.id)
    await settleDemo(sql, { demo: true, loopback: false })
    expect((await signIn()).error?.code).toBe('user_banned')
    await settleDemo(sql, { demo: true, loopback: true })
    expect((await signIn()).error).toBeNull()
  } finally {
    await server.stop()
  }
})

test('a database with a vehicle of its own is left alone', async () => {
  const server = await startTestServer()
  try {
    await server.sql`insert into vehicles (model) values ('My own')`
    await settleDemo(server.sql, { demo: true, loopback: true })
    expect(await server.sql`select model from vehicles`).toEqual([{ model: 'My own' }])
    expect(await server.sql`select from auth.users`).toHaveLength(0)
  } finally {
    await server.stop()
  }
})
