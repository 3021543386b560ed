import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { addSource, retractDocument, sourceHealth, sourceRefusals } from '../../../src/client/index.ts'
import { addFiles } from '../../../src/indexer/add-source.ts'
import { community } from '../../support/community.ts'

const sdk = (client: unknown) => client as PaddockClient
const codeOf = async (work: Promise<unknown>) =>
  await work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

async function folder(files: Record<string, string>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'paddock-health-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text)
  return path
}

test('the operator sees what each source holds and what of it was refused, and why; nobody else does', async () => {
  const { sql, service, carol, visitor } = await community()
  const path = await folder({
    'a.md': '# Engine\nThe L16.',
    'b.csv': 'year,make\n1970,"Datsun\n1971,Datsun\n',
    'c.exe': 'MZ\u0000\u0000',
    'd.txt': '',
  })
  const { sourceId } = await addFiles(sql, path, { kind: 'manual', subject: {} })

  const [health] = await sourceHealth(sdk(service), sourceId)
  expect(health).toMatchObject({
    documents: 2,
    chunks: 2,
    waiting: 0,
    unindexed: 0,
    refused: 3,
    keptThoughRefused: 0,
    lastCrawlAt: null,
  })
  expect(health?.reasons.map(({ code }) => code).sort()).toEqual(['broken_row', 'empty', 'unknown_format'])
  const refusals = await sourceRefusals(sdk(service), sourceId)
  expect(refusals.find(({ code }) => code === 'broken_row')).toMatchObject({
    url: 'b.csv#line-2',
    reason: expect.stringContaining('quote'),
  })
  expect((await sourceHealth(sdk(service))).some((one) => one.sourceId === sourceId)).toBe(true)
  for (const client of [carol, visitor]) {
    expect(await codeOf(sourceHealth(sdk(client)))).toMatch(/not_allowed|not_signed_in|operators_only/)
    expect(await codeOf(sourceRefusals(sdk(client), sourceId))).toMatch(/not_allowed|not_signed_in|operators_only/)
  }
})

test('the operator adds a source that the server will crawl, and retracts documents; a member does neither', async () => {
  const { sql, service, carol, visitor } = await community()
  const source = {
    kind: 'forum',
    title: 'Datsun forum',
    url: 'https://forum.example/510',
    subject: { make: 'Datsun', yearFrom: 1968 },
    crawl: { maxDepth: 2 },
  }
  const id = await addSource(sdk(service), source)
  const [row] =
    await sql`select kind, url, is_public, crawl, subject, next_crawl_at is not null as due, refetch_every::text from sources where id = ${id}`
  expect(row).toEqual({
    kind: 'forum',
    url: source.url,
    is_public: true,
    crawl: { maxDepth: 2 },
    subject: source.subject,
    due: true,
    refetch_every: '01:00:00',
  })
  await sql`delete from sources where id = ${id}`
  expect(await codeOf(addSource(sdk(carol), source))).toBe('not_allowed')
  expect(await codeOf(addSource(sdk(visitor), source))).toMatch(/not_allowed|not_signed_in|operators_only/)
  expect(await codeOf(addSource(sdk(service), { kind: 'rumour', title: 'x' }))).toBe('kind_is_known')

  const path = await folder({ 'a.txt': 'The quagga nut is torqued to 9 Nm.' })
  const added = await addFiles(sql, path, { kind: 'manual', subject: {} })
  const [document] = await sql`select id from source_documents where source_id = ${added.sourceId}`
  expect(await codeOf(retractDocument(sdk(carol), document?.id))).toBe('not_your_document')
  await retractDocument(sdk(service), document?.id)
  expect((await visitor.rpc('search_sources', { query: 'quagga nut' })).data).toEqual([])
})
