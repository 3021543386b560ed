import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extractText } from 'unpdf'
import { expect, onTestFinished, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { dossierSpecs, type Progress, researchDossier } from '../../../src/client/dossier.ts'
import type { Research, ResearchEvidence } from '../../../src/client/research.ts'
import { dossierPdf } from '../../../src/server/dossier/pdf.ts'
import { community } from '../../support/community.ts'
import { storeGolden } from './support.ts'

const program = fileURLToPath(new URL('../../../bin/paddock.mjs', import.meta.url))
const squeezed = (text: string) => text.replace(/\s+/g, '')
const wordsOf = async (pdf: Uint8Array) => squeezed((await extractText(new Uint8Array(pdf), { mergePages: true })).text)

/** Runs `paddock dossier` against a server. */
const paddock = (args: string[], env: Record<string, string>) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, [program, 'dossier', ...args], { env: { ...process.env, ...env } }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, said: out + err }),
    )
  })

const evidence = (change: Partial<ResearchEvidence> = {}): ResearchEvidence => ({
  quote: 'Displacement 340 cu in',
  documentId: '00000000-0000-4000-8000-000000000001',
  page: 3,
  charStart: 120,
  charEnd: 142,
  url: 'https://example.com/manual',
  title: 'Service manual',
  kind: 'manual',
  authority: 0.95,
  author: null,
  publishedAt: '1970-02-01',
  readAt: '2026-11-01T00:00:00Z',
  ...change,
})

const answer = (change: Partial<Research> = {}, ...said: Partial<ResearchEvidence>[]): Research => ({
  status: 'supported',
  spec: 'displacement',
  claims: said.map((one) => ({
    value: 340,
    unit: 'cu in',
    qualifiers: {},
    suspect: false,
    evidence: [evidence(one)],
  })),
  conflicts: [],
  confidence: { score: 0.9, calibrated: true },
  cached: true,
  stale: false,
  held: false,
  researchedAt: '2026-11-02T10:00:00Z',
  expiresAt: '2026-12-02T10:00:00Z',
  provider: null,
  overBudget: false,
  ...change,
})

test('the file of a car has each value beside its words, source and days; a private car’s is written for the operator and its owner only', async () => {
  const { sql, service, carol, bob, vehicle, privateVehicle, server } = await community()
  await storeGolden(sql, ['d510-manual', 'd510-thread', 'bmw2002-manual'])
  const folder = await mkdtemp(join(tmpdir(), 'paddock-dossier-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const out = join(folder, 'car.pdf')

  const written = await paddock([vehicle.id, '--out', out], {
    PADDOCK_URL: server.url,
    PADDOCK_KEY: server.keys.secretKey,
  })
  expect(written).toMatchObject({ code: 0, said: expect.stringMatching(/car\.pdf: \d+ of \d+ specs with a source/) })
  const words = await wordsOf(await readFile(out))
  const { answers, documents } = await researchDossier(service as PaddockClient, vehicle.id)
  const quotes = answers.flatMap(({ claims }) => claims.flatMap(({ evidence }) => evidence))
  expect(quotes.length).toBeGreaterThan(3)
  for (const { quote, title, charStart } of quotes) {
    expect(words).toContain(squeezed(`“${quote}” ${title}`))
    expect(words).toContain(squeezed(`characters ${charStart} to`))
  }
  expect(new Set(documents.map(({ id }) => id))).toEqual(new Set(quotes.map(({ documentId }) => documentId)))
  for (const { title, sha256 } of documents) {
    expect(words).toContain(squeezed(title))
    expect(words).toContain(`SHA-256${sha256}`)
  }
  expect(words).toContain(squeezed('Compression ratio Supported'))
  expect(words).toContain(squeezed('Nothing we have supports a value'))

  const asMember = (token: string) => ({
    PADDOCK_URL: server.url,
    PADDOCK_KEY: server.keys.publishableKey,
    PADDOCK_ACCESS_TOKEN: token,
  })
  const nowhere = await paddock([vehicle.id, '--out', join(folder, 'none', 'car.pdf')], asMember(carol.token))
  expect(nowhere).toMatchObject({ code: 1, said: expect.stringContaining('cannot be written (ENOENT)') })
  const stranger = await paddock([privateVehicle.id, '--out', out], asMember(bob.token))
  expect(stranger).toMatchObject({ code: 1, said: expect.stringContaining('There is no vehicle') })
  expect(await paddock([privateVehicle.id, '--out', out], asMember(carol.token))).toMatchObject({ code: 0 })
  expect(await wordsOf(await readFile(out))).toContain(squeezed('Dossier: 1973 BMW 2002'))
})

test('what people have asked besides is in it where a source supports it', async () => {
  const { sql, service, vehicle } = await community()
  await storeGolden(sql, ['d510-manual'])
  const client = service as PaddockClient
  const { answers } = await researchDossier(client, vehicle.id)
  const found = answers.find(({ status }) => status === 'supported')?.spec ?? ''
  const blank = answers.find(({ status }) => status === 'insufficient')?.spec ?? ''
  for (const [name, of] of Object.entries({ firing_order: found, lucky_number: blank })) {
    await sql`
      insert into public.spec_research_cache (vehicle_id, spec_name, research_data)
      select vehicle_id, ${name}, research_data || jsonb_build_object('spec_name', ${name}::text) from public.spec_research_cache
      where vehicle_id = ${vehicle.id} and spec_name = ${of}`
  }

  const progress: Progress[] = []
  const again = await researchDossier(client, vehicle.id, { onProgress: (now) => progress.push(now) })
  expect(again.answers.map(({ spec }) => spec).slice(0, 16)).toEqual(dossierSpecs)
  expect(again.answers.slice(16)).toMatchObject([{ spec: 'firing_order', status: 'supported' }])
  expect(progress.at(-1)).toEqual({ done: 17, of: 17 })
})

test('what a car’s own papers say besides is in the dossier of its owner, and in nobody else’s', async () => {
  const { sql, carol, alice, vehicle } = await community()
  await storeGolden(sql, ['cuda-listing'], {
    text: () => 'Fuel tank capacity of this car is 17.5 gallons. Trim code H6X9.',
    kind: 'owner_document',
    subject: { vehicleId: vehicle.id },
  })
  const besides = async (client: PaddockClient) =>
    (await researchDossier(client, vehicle.id)).answers
      .slice(dossierSpecs.length)
      .map(({ spec, claims }) => [spec, claims[0]?.value])
  expect(await besides(carol as PaddockClient)).toEqual([
    ['trim_code', 'H6X9'],
    ['fuel_capacity', 17.5],
  ])
  expect(await besides(alice as PaddockClient)).toEqual([])
})

test('the same answers give the same bytes', async () => {
  const dossier = { name: '1970 Plymouth', answers: [answer({}, {}, { kind: 'forum' })], documents: [], url: null }
  expect((await dossierPdf(dossier)).equals(await dossierPdf(dossier))).toBe(true)
})

test('it is written in German where that is asked for, but for the quotes', async () => {
  const document = { id: '1', title: 'Service manual', kind: 'manual', url: null, licence: null, sha256: 'ab' }
  const pdf = await dossierPdf({
    ...{ name: '1970 Datsun {x}', url: null, lang: 'de' },
    answers: [
      answer(
        {
          status: 'conflicting',
          conflicts: [{ values: [], note: 'The sources give different values.' }] as unknown as Research['conflicts'],
        },
        { author: '東京' },
      ),
      answer({ status: 'insufficient', spec: 'odd_{y}' }),
    ],
    documents: [{ ...document, readAt: '2026-11-01T00:00:00Z' }],
  })
  const words = await wordsOf(pdf)
  for (const said of [
    'Dossier: 1970 Datsun {x}',
    'Was die Quellen über dieses Auto sagen, Wort für Wort.',
    'Hubraum',
    'Quellen widersprechen sich, 2. November 2026',
    'Die Quellen nennen verschiedene Werte.',
    'Werksdokument, Seite 3',
    'datiert auf 1. Februar 1970, gelesen am 1. November 2026, Zeichen 120 bis 142 des gespeicherten Texts',
    'Odd {y}',
    'Nichts, was wir haben, belegt einen Wert',
    'Zitierte Dokumente',
    'keine Lizenz angegeben',
    '1970 Datsun {x}, Seite 1 von 1. […]: Buchstaben, die diesem PDF fehlen; die Seite des Dossiers zeigt sie.',
    '“Displacement 340 cu in”',
  ])
    expect(words).toContain(squeezed(said))
  expect(words).not.toMatch(/Factory|read\d|dated|page\d|licence|characters/)
  expect(pdf.includes('/Lang (de)')).toBe(true)
})

test('names of all Latin scripts are drawn, and other letters are said to be left out', async () => {
  const author = 'Łukasz Škoda-Çelik, Nguyễn Þórr, 東京 自動車'
  const words = await wordsOf(
    await dossierPdf({ name: 'Car', answers: [answer({}, { author })], documents: [], url: null }),
  )
  expect(words).toContain('ŁukaszŠkoda-Çelik')
  expect(words).toContain('NguyễnÞórr,[…]')
  expect(words).toContain(squeezed('[…]: letters that this PDF does not have; the dossier’s page shows them.'))
  const plain = await wordsOf(await dossierPdf({ name: 'Car', answers: [answer({}, {})], documents: [], url: null }))
  expect(plain).not.toContain('[…]')
})

test('no answers, five hundred, and quotes of thousands of characters make a file; only web addresses are links', async () => {
  expect(await wordsOf(await dossierPdf({ name: 'Car', answers: [], documents: [], url: null }))).toContain(
    'Dossier:Car',
  )
  const quote = 'a sentence that goes on '.repeat(90)
  const many = Array.from({ length: 500 }, (_, n) => answer({ spec: `spec_${n}` }, { quote: `${n} ${quote}` }))
  const words = await wordsOf(await dossierPdf({ name: 'Car', answers: many, documents: [], url: null }))
  for (const n of [0, 250, 499]) expect(words).toContain(squeezed(`“${n} ${quote}`))
  const odd = { url: 'javascript:alert(1)', quote: '\u202e340\u0000 cu\nin\u200b' }
  const pdf = await dossierPdf({ name: 'Car', answers: [answer({}, odd)], documents: [], url: null })
  expect(await wordsOf(pdf)).toContain('“340cuin”')
  expect(pdf.toString('latin1')).not.toContain('javascript')
})
