import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Community, community } from '../../support/community.ts'
import { addSource, indexed, parsed, put } from '../../support/library.ts'

const program = fileURLToPath(new URL('../../../bin/paddock.mjs', import.meta.url))

let world: Community
let manual: string
let closed: string
let buildSheet: string

const manualText = [
  'The distributor 🔧 of the Datsun 510 is timed at 10 degrees before top dead centre.',
  'Engine of the Datsun 510: the L16 has a displacement of 1,595 cc.',
]

beforeAll(async () => {
  world = await community()
  const { sql, vehicle } = world
  const subject = { make: 'Datsun', model: '510', yearFrom: 1971, yearTo: 1971 }
  const store = async (source: Parameters<typeof addSource>[1], document: ReturnType<typeof parsed>) =>
    (await put(sql, { sourceId: await addSource(sql, source) }, document)).documentId
  manual = await store({ title: 'Datsun manual', subject }, parsed(manualText, { subject }))
  closed = await store(
    { title: 'Closed guide', subject },
    parsed(['The L16 engine of the Datsun 510 has a displacement of 1,595 cc, says a publisher who wants no models.'], {
      title: 'Closed guide',
      subject,
      signals: { search: null, aiInput: false, aiTrain: null },
    }),
  )
  buildSheet = await store(
    { vehicle_id: vehicle.id, title: 'Build sheet' },
    parsed(['Build sheet: distributor recurved by the owner of this Datsun 510.'], { kind: 'owner_document' }),
  )
  await indexed(sql)
})

/** The SDK's own client, with a real `paddock mcp` at the other end of the pipe. */
async function agent(env: Record<string, string> = {}) {
  const { server } = world
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [program, 'mcp'],
      env: { PATH: process.env.PATH ?? '', PADDOCK_URL: server.url, PADDOCK_KEY: server.keys.publishableKey, ...env },
      stderr: 'pipe',
    }),
  )
  onTestFinished(() => client.close())
  const call = async (name: string, args: Record<string, unknown>) => {
    const { structuredContent, content, isError } = await client.callTool({ name, arguments: args })
    const [first] = content as { type: string; text: string }[]
    return { data: structuredContent as never, text: first?.text ?? '', isError: isError ?? false }
  }
  return { client, call }
}

type Hit = { document_id: string; snippet: string; char_start: number; char_end: number }
type Found = { hits: Hit[]; withheld: number }

test('an agent searches, and reads the very characters that a hit names', async () => {
  const { client, call } = await agent()
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name).sort()).toEqual([
    'document_text',
    'find_vehicles',
    'open_document',
    'research_spec',
    'search_sources',
  ])

  const found: Found = (await call('search_sources', { query: 'datsun 510 timing degrees' })).data
  const hit = found.hits[0] as Hit
  expect(hit).toMatchObject({ document_id: manual, snippet: manualText[0] })

  const { document_id, char_start, char_end } = hit
  const read = await call('document_text', { document_id, char_start, char_end })
  expect(read.data).toMatchObject({ text: hit.snippet, char_start, char_end })
  expect(JSON.parse(read.text)).toEqual(read.data)
  const about = await call('open_document', { document_id })
  expect(about.data).toMatchObject({ kind: 'manual', make: 'Datsun', characters: 151 })
})

test('text that its publisher keeps from models is withheld by every tool', async () => {
  const { call } = await agent()
  const found: Found = (await call('search_sources', { query: 'datsun 510 publisher models displacement' })).data
  expect(found.withheld).toBe(1)
  expect(found.hits.map(({ document_id }) => document_id)).not.toContain(closed)

  const read = await call('document_text', { document_id: closed })
  expect(read).toMatchObject({ isError: true })
  expect(JSON.parse(read.text)).toMatchObject({ code: 'ai_input_forbidden' })

  const researched = await call('research_spec', { vehicle_id: world.vehicle.id, spec_name: 'displacement' })
  expect(researched.text).not.toContain('who wants no models')
  const { claims } = researched.data as { claims: { evidence: { document_id: string; quote: string | null }[] }[] }
  const quotes = new Map(claims.flatMap(({ evidence }) => evidence).map((one) => [one.document_id, one.quote]))
  expect(quotes.get(closed)).toBeNull()
  expect(quotes.get(manual)).toContain('1,595 cc')
})

test('research answers with quotes where they stand, and by the same refusals as the function', async () => {
  const { call } = await agent()
  const { data } = await call('research_spec', { vehicle_id: world.vehicle.id, spec_name: 'displacement' })
  const { status, claims } = data as {
    status: string
    claims: { value: number; evidence: (Hit & { quote: string })[] }[]
  }
  expect({ status, value: claims[0]?.value }).toEqual({ status: 'supported', value: 1595 })
  const evidence = claims[0]?.evidence.find(({ document_id }) => document_id === manual)
  const { document_id, char_start, char_end, quote } = evidence as Hit & { quote: string }
  const read = await call('document_text', { document_id, char_start, char_end })
  expect(read.data).toMatchObject({ text: quote })

  const nowhere = await call('research_spec', { vehicle_id: crypto.randomUUID(), spec_name: 'displacement' })
  expect({ ...nowhere, text: JSON.parse(nowhere.text).code }).toMatchObject({ isError: true, text: 'unknown_vehicle' })
  const gone = await call('document_text', { document_id: crypto.randomUUID() })
  expect(JSON.parse(gone.text)).toMatchObject({ code: 'unknown_document' })
  expect(await call('search_sources', { query: 'x', limit: 1_000 })).toMatchObject({ isError: true })
})

test('vehicles are found by parts of their names, those of others only where they are public', async () => {
  const { call } = await agent()
  const ids = async (asked: object, who = call) =>
    (
      (await who('find_vehicles', asked as Record<string, unknown>)).data as { vehicles: { id: string }[] }
    ).vehicles.map(({ id }) => id)
  expect(await ids({ year: 1971, make: 'dats', model: '510' })).toContain(world.vehicle.id)
  expect(await ids({ make: '%' })).toEqual([])
  expect(await ids({ make: 'BMW', model: '2002' })).not.toContain(world.privateVehicle.id)
  const owner = await agent({ PADDOCK_ACCESS_TOKEN: world.carol.token })
  expect(await ids({ make: 'BMW', model: '2002' }, owner.call)).toContain(world.privateVehicle.id)
})

test("a member's agent sees the member's own documents, a stranger's does not", async () => {
  const search = { query: 'build sheet distributor recurved' }
  const owner: Found = (await (await agent({ PADDOCK_ACCESS_TOKEN: world.carol.token })).call('search_sources', search))
    .data
  expect(owner.hits.map(({ document_id }) => document_id)).toContain(buildSheet)
  const stranger = await agent({ PADDOCK_ACCESS_TOKEN: world.alice.token })
  const found: Found = (await stranger.call('search_sources', search)).data
  expect(found.hits.map(({ document_id }) => document_id)).not.toContain(buildSheet)
  const read = await stranger.call('document_text', { document_id: buildSheet })
  expect(JSON.parse(read.text)).toMatchObject({ code: 'unknown_document' })
})
