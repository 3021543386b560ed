import { FunctionsHttpError, type SupabaseClient } from '@supabase/supabase-js'
import { expect, test } from 'vitest'
import { addVehicle, community } from '../../support/community.ts'
import { type Answer, storeGolden } from './support.ts'

const ask = async (client: SupabaseClient, body: Record<string, unknown>): Promise<Answer> => {
  const { data, error } = await client.functions.invoke('research-spec', { body })
  if (error instanceof FunctionsHttpError) return { status: error.context.status, ...(await error.context.json()) }
  if (error) throw error
  return data
}

const documents = await (async () => {
  const { sql } = await community()
  return storeGolden(sql, [
    'd510-manual',
    'd510-thread',
    'd510w-sheet',
    'bmw2002-manual',
    'cuda-manual',
    'cuda-thread',
    'chatter',
  ])
})()

test('a visitor reads a value with its sentence, which stands at its offsets in the stored text; the second time from the cache', async () => {
  const { visitor, vehicle } = await community()
  const answer = await ask(visitor, { vehicle_id: vehicle.id, spec_name: 'Compression ratio' })
  expect(answer).toMatchObject({
    status: 'supported',
    spec_name: 'compression',
    cached: false,
    stale: false,
    provider: null,
    conflicts: [],
  })
  expect(answer.claims[0]).toMatchObject({ value: 8.5, unit: ':1', canonical: { value: 8.5 }, suspect: false })
  const [evidence] = answer.claims[0]?.evidence ?? []
  expect(evidence).toMatchObject({
    document_id: documents.get('d510-manual'),
    kind: 'manual',
    quote: 'Compression ratio: 8.5:1',
  })
  const { data: text } = await visitor.rpc('document_text', { document_id: evidence?.document_id })
  expect([...text].slice(evidence?.char_start, evidence?.char_end).join('')).toBe(evidence?.quote)

  const again = await ask(visitor, { vehicle_id: vehicle.id, spec_name: 'compression' })
  expect(again).toMatchObject({ cached: true, researched_at: answer.researched_at, claims: answer.claims })
  const { data: row } = await visitor
    .from('spec_research_cache')
    .select('*')
    .eq('vehicle_id', vehicle.id)
    .eq('spec_name', 'compression')
    .single()
  expect(row.research_data).toMatchObject({ status: 'supported', claims: answer.claims })
  expect(Date.parse(row.expires_at) - Date.now()).toBeGreaterThan(29 * 86_400_000)
})

test('sources that disagree are shown side by side, and a blank stays blank', async () => {
  const { sql, carol, alice } = await community()
  const cuda = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'Plymouth', model: "'Cuda 340" })
  const power = await ask(alice, { vehicle_id: cuda.id, spec_name: 'power' })
  expect(power.status).toBe('conflicting')
  expect(power.claims.map(({ value }) => value).sort()).toEqual([275, 320])
  expect(power.sections).toMatchObject({ factory: { claims: [0] }, market: null, community: { claims: [1] } })

  const production = await ask(alice, { vehicle_id: cuda.id, spec_name: 'production' })
  expect(production).toMatchObject({ status: 'insufficient', claims: [], confidence: { score: 0 } })
  expect(Date.parse(production.expires_at) - Date.parse(production.researched_at)).toBe(86_400_000)
})

test('an answer falls with the evidence that it cites, and a blank with the first matching source', async () => {
  const { sql, carol, visitor } = await community()
  const car = await addVehicle(sql, { user_id: carol.id, year: 1964, make: 'MG', model: 'MGB' })
  const before = await ask(visitor, { vehicle_id: car.id, spec_name: 'displacement' })
  expect(before.status).toBe('insufficient')

  const ids = await storeGolden(sql, ['mgb-manual'], {
    subject: { make: 'MG', model: 'MGB', yearFrom: 1962, yearTo: 1970 },
  })
  const found = await ask(visitor, { vehicle_id: car.id, spec_name: 'displacement' })
  expect(found).toMatchObject({ status: 'supported', cached: false, claims: [{ value: 1798, unit: 'cc' }] })

  await sql`select app.retract_document(${ids.get('mgb-manual') ?? ''}, 'withdrawn')`
  expect(await sql`select from spec_research_cache where vehicle_id = ${car.id}`).toHaveLength(0)
  expect(await ask(visitor, { vehicle_id: car.id, spec_name: 'displacement' })).toMatchObject({
    status: 'insufficient',
    claims: [],
  })
})

test('the owner’s own papers speak to the owner alone', async () => {
  const { sql, carol, alice, visitor, vehicle } = await community()
  await storeGolden(sql, ['cuda-listing'], {
    text: () => 'Build sheet of this car: axle ratio 4.11:1, four-speed manual transmission.',
    kind: 'owner_document',
    subject: { vehicleId: vehicle.id },
  })
  const body = { vehicle_id: vehicle.id, spec_name: 'axle_ratio' }
  const own = await ask(carol, body)
  expect(own.claims.map(({ value }) => value)).toContain(4.11)
  for (const other of [alice, visitor]) {
    const answer = await ask(other, body)
    expect(JSON.stringify(answer)).not.toMatch(/(?<!\d)4\.11/)
  }
  const { data } = await alice.from('spec_research_cache').select('*').eq('vehicle_id', vehicle.id)
  expect(JSON.stringify(data)).not.toMatch(/(?<!\d)4\.11/)
})

test('a private vehicle is researched for its owner, and is not there for others', async () => {
  const { carol, alice, visitor, privateVehicle } = await community()
  const body = { vehicle_id: privateVehicle.id, spec_name: 'wheelbase' }
  expect(await ask(carol, body)).toMatchObject({ status: 'supported', claims: [{ value: 2500, unit: 'mm' }] })
  for (const stranger of [alice, visitor]) {
    expect(await ask(stranger, body)).toMatchObject({ status: 404, code: 'unknown_vehicle' })
    expect((await stranger.from('spec_research_cache').select('*').eq('vehicle_id', privateVehicle.id)).data).toEqual(
      [],
    )
  }
})

test('what is past its time is shown as stale while it is renewed', async () => {
  const { sql, carol, visitor } = await community()
  const car = await addVehicle(sql, { user_id: carol.id, year: 1970, make: 'Plymouth', model: "'Cuda 340" })
  const body = { vehicle_id: car.id, spec_name: 'length' }
  const first = await ask(visitor, body)
  await sql`update spec_research_cache set expires_at = now() - interval '1 day', created_at = created_at where vehicle_id = ${car.id}`
  expect((await visitor.from('spec_research_cache').select('*').eq('vehicle_id', car.id)).data).toEqual([])
  expect(await ask(visitor, body)).toMatchObject({ stale: true, cached: true, claims: first.claims })
  await expect
    .poll(async () => (await visitor.from('spec_research_cache').select('*').eq('vehicle_id', car.id)).data?.length)
    .toBe(1)
  expect(await ask(visitor, body)).toMatchObject({ stale: false, cached: true })
})

test('a report holds the answer for review; upheld, it is researched anew', async () => {
  const { sql, alice, bob, visitor, service, vehicle } = await community()
  const body = { vehicle_id: vehicle.id, spec_name: 'displacement' }
  expect((await ask(visitor, body)).held).toBe(false)
  const report = { vehicle_id: vehicle.id, spec_name: 'displacement', reason: 'That is the 610.' }
  expect((await visitor.from('research_reports').insert(report)).error?.code).toBe('42501')
  expect((await alice.from('research_reports').insert(report)).error).toBeNull()
  expect((await bob.from('research_reports').select()).data).toEqual([])
  expect((await ask(bob, body)).held).toBe(true)
  expect(
    (await service.from('research_reports').update({ state: 'upheld' }).eq('vehicle_id', vehicle.id)).error,
  ).toBeNull()
  expect(
    await sql`select from spec_research_cache where vehicle_id = ${vehicle.id} and spec_name = 'displacement'`,
  ).toHaveLength(0)
  expect(await ask(bob, body)).toMatchObject({ cached: false, held: false })
})

test.each([
  [{ spec_name: 'power' }, 400, 'invalid_vehicle_id'],
  [{ vehicle_id: 'x', spec_name: 'power' }, 400, 'invalid_vehicle_id'],
  [{ vehicle_id: crypto.randomUUID(), spec_name: 'power' }, 404, 'unknown_vehicle'],
  [{ vehicle_id: crypto.randomUUID(), spec_name: '' }, 400, 'invalid_spec_name'],
  [{ vehicle_id: crypto.randomUUID(), spec_name: ' \u200b ' }, 400, 'invalid_spec_name'],
  [{ vehicle_id: crypto.randomUUID(), spec_name: 'x'.repeat(10_000) }, 400, 'invalid_spec_name'],
  [{ vehicle_id: crypto.randomUUID(), spec_name: 'power', spec_value: { a: 1 } }, 400, 'invalid_spec_value'],
])('%j is answered with %d and %s', async (body, status, code) => {
  const { visitor } = await community()
  expect(await ask(visitor, body)).toMatchObject({ status, code, message: expect.any(String) })
})

test('a spec that is not in the library, and a car of which nothing is known, are answered all the same', async () => {
  const { sql, carol, visitor, vehicle } = await community()
  expect(await ask(visitor, { vehicle_id: vehicle.id, spec_name: 'flux capacitor' })).toMatchObject({
    status: 'insufficient',
    spec_name: 'flux_capacitor',
  })
  const [bare] = await sql<
    { id: string }[]
  >`insert into vehicles (user_id, model) values (${carol.id}, '?') returning id`
  expect(await ask(visitor, { vehicle_id: bare?.id, spec_name: 'power' })).toMatchObject({
    status: expect.stringMatching(/insufficient|conflicting|supported/),
  })
})

test('the steps come as events, the answer last', async () => {
  const { server, vehicle } = await community()
  const response = await fetch(`${server.url}/functions/v1/research-spec`, {
    method: 'POST',
    headers: { apikey: server.keys.publishableKey, accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ vehicle_id: vehicle.id, spec_name: 'wheelbase' }),
  })
  const events = (await response.text())
    .trim()
    .split('\n\n')
    .map((event) => /^event: (\w+)\ndata: (.*)$/.exec(event))
    .map((match) => [match?.[1], JSON.parse(match?.[2] ?? '{}').step])
  expect(events).toEqual([
    ['step', 'framed'],
    ['step', 'gathered'],
    ['step', 'reading'],
    ['step', 'decided'],
    ['answer', undefined],
  ])
})

test('nobody but the service opens the doors of research', async () => {
  const { alice, visitor, vehicle } = await community()
  const question = { vehicle_id: vehicle.id, spec_name: 'power' }
  for (const client of [alice, visitor]) {
    expect(
      (await client.rpc('take_research_lease', { ...question, researcher: crypto.randomUUID() })).error?.code,
    ).toBe('42501')
    expect(
      (
        await client.rpc('store_research', {
          ...question,
          value: 'x',
          answer: {},
          researcher: crypto.randomUUID(),
          token: 1,
        })
      ).error?.code,
    ).toBe('42501')
    expect(
      (await client.rpc('reserve_research_call', { vehicle_id: vehicle.id, person: 'x', dollars: 0 })).error?.code,
    ).toBe('42501')
  }
})

test('the client snippet of the request reads what research has stored, as it is written', async () => {
  const { alice: supabase, vehicle } = await community()
  await ask(supabase, { vehicle_id: vehicle.id, spec_name: 'engine' })
  const vehicleId = vehicle.id
  // From the request, verbatim:
  const { data: cached } = await supabase
    .from('spec_research_cache')
    .select('*')
    .eq('vehicle_id', vehicleId)
    .eq('spec_name', 'engine')
    .single()

  let shown: unknown
  const setResearch = (research: unknown) => {
    shown = research
  }
  if (cached && cached.expires_at > new Date().toISOString()) {
    // Use cached data
    setResearch(cached.research_data)
  }
  expect(shown).toMatchObject({ spec_name: 'engine', status: expect.any(String) })
})
