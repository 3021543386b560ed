import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { expect, onTestFinished, test } from 'vitest'
import { dataFolder } from './paddock.ts'

const program = fileURLToPath(new URL('../../bin/paddock.mjs', import.meta.url))

const manual = `---
title: Shop manual, written for a test
---
# Engine
The 340 cu. in. V-8 used in the ’Cuda 340 develops 275 horsepower at 5,000 rpm.

# Chassis
Wheelbase is 108 inches and overall length 186.7 inches.
`

async function sources() {
  const dataDir = await dataFolder()
  const folder = join(dirname(dataDir), 'copy') // cleared away with the data folder
  await mkdir(folder)
  const run = async (args: string[], env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [program, 'sources', ...args], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, PADDOCK_DATA: dataDir, PADDOCK_DEMO: '0', ...env },
    })
    const said = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said.out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said.err += text
    })
    const [code] = await once(child, 'close')
    return { code, ...said, last: () => JSON.parse(said.out.trim().split('\n').at(-1) ?? '') }
  }
  return { folder, dataDir, run }
}

test('a folder is added, found, retracted and found no more; what cannot be read is told by its line', async () => {
  const { folder, run } = await sources()
  await writeFile(join(folder, 'manual.md'), manual)
  await writeFile(
    join(folder, 'prices.csv'),
    'year,make,model,price\n1970,Plymouth,Cuda,45000\n1970,"Plymouth,Cuda,1\n1971,Plymouth,Cuda,52000\n',
  )

  const tried = await run(['add', folder, '--kind', 'manual', '--dry-run', '--json'])
  expect(tried.last()).toMatchObject({ source_id: null, documents: 2 })
  expect((await run(['list', '--json'])).last()).toEqual([])

  const added = await run(['add', folder, '--kind', 'manual', '--make', 'Plymouth', '--years', '1970-1971', '--json'])
  expect(added.code).toBe(0)
  expect(added.last()).toMatchObject({ source_id: expect.any(String), documents: 2, chunks: 4 })
  expect(added.last().refused).toEqual([
    expect.objectContaining({ url: 'prices.csv#line-3', reason: expect.stringContaining('quote') }),
  ])

  const [hit] = (await run(['search', 'cuda wheelbase', '--json'])).last()
  expect(hit).toMatchObject({
    kind: 'manual',
    snippet: expect.stringContaining('Wheelbase is 108 inches'),
    title: 'Shop manual, written for a test',
  })
  expect((await run(['retract', hit.document_id])).code).toBe(0)
  expect((await run(['search', 'overall length', '--json'])).last()).toEqual([])
})

test('an agent is served from a data folder without a running server', async () => {
  const { folder, dataDir, run } = await sources()
  await writeFile(join(folder, 'manual.md'), manual)
  await run(['add', folder, '--kind', 'manual', '--make', 'Plymouth'])
  const client = new Client({ name: 'test', version: '1' })
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PADDOCK_DATA: dataDir, PADDOCK_DEMO: '0' }
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [program, 'mcp'], env, stderr: 'pipe' }),
  )
  const { structuredContent } = await client.callTool({
    name: 'search_sources',
    arguments: { query: 'cuda wheelbase' },
  })
  await client.close()
  const { hits } = structuredContent as { hits: { snippet: string }[] }
  expect(hits[0]?.snippet).toContain('Wheelbase is 108 inches')
  expect((await run(['list', '--json'])).last(), 'and the data folder is free again').toHaveLength(1)
})

test('an address is crawled where it is allowed, and refused with its reason where not', async () => {
  const { run } = await sources()
  const asked: string[] = []
  const web = createServer((request, response) => {
    asked.push(request.url ?? '')
    if (request.url === '/notes.txt')
      response.setHeader('content-type', 'text/plain').end('The Datsun 510 rides on a wheelbase of 2420 mm.')
    else response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(web, 'listening')
  onTestFinished(() => void web.close())
  const host = `127.0.0.1:${(web.address() as AddressInfo).port}`

  const refused = await run(['add', `http://${host}/notes.txt`, '--kind', 'article', '--json'])
  expect(refused.out + refused.err).toMatch(/contact|local|allowed/i)
  expect(asked).toEqual([])

  const added = await run(['add', `http://${host}/notes.txt`, '--kind', 'article', '--json'], {
    PADDOCK_FETCH_ALLOW: host,
  })
  expect(added.last()).toMatchObject({ documents: 1, chunks: 1, refused: [] })
  expect(asked).toEqual(['/robots.txt', '/notes.txt'])
  expect((await run(['search', 'datsun wheelbase', '--json'])).last()).toHaveLength(1)
})

test.each([
  [['add'], /what to add/],
  [['add', 'here', '--kind', 'rumour'], /no kind "rumour"/],
  [['add', '/nowhere', '--kind', 'manual'], /no file or folder/],
  [['retract', 'that one'], /not the id of a document/],
  [['add', 'nhtsa:recalls', '--make', 'Buick'], /--years/],
  [['add', 'vpic:12'], /17 letters and digits/],
  [['add', 'epa:everything'], /There is vpic:<VIN>/],
  [['search'], /what to search for/],
  [['polish'], /no "sources polish"/],
])('%j is answered in words', async (args, words) => {
  const { run } = await sources()
  const { code, err } = await run(args)
  expect(code).toBe(1)
  expect(err).toMatch(words)
})
