import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { versionOf } from '../../../src/plates/version.ts'
import type { Door } from '../../../src/server/app.ts'
import { createStatic } from '../../../src/server/static.ts'

const drawing = '<svg xmlns="http://www.w3.org/2000/svg"/>'
let folder: string
let files: Door

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paddock-page-'))
  await mkdir(join(folder, 'web', 'assets'), { recursive: true })
  await writeFile(join(folder, 'secret.json'), '{}')
  await writeFile(join(folder, 'web', 'index.html'), '<title>Paddock</title>')
  await writeFile(join(folder, 'web', 'assets', 'app-1a2b.js'), 'export {}')
  await mkdir(join(folder, 'web', 'plates', 'cuda'), { recursive: true })
  await writeFile(join(folder, 'web', 'plates', 'cuda', 'side.svg'), drawing)
  files = createStatic(join(folder, 'web'))
})

afterAll(() => rm(folder, { recursive: true }))

const get = async (path: string, init?: RequestInit) => await files(new Request(`http://localhost${path}`, init), {})

test('any path that is no file is a page of the app', async () => {
  for (const path of ['/', '/vehicles/6f1c', '/vehicles?sort=year']) {
    const response = await get(path)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toBe('<title>Paddock</title>')
  }
})

test('a file that is not there is not found, and is not the page', async () => {
  expect((await get('/assets/gone.js')).status).toBe(404)
  expect((await get('/', { method: 'POST' })).status).toBe(404)
})

test('what Vite named by its content is kept for a year, the page is asked for again', async () => {
  expect((await get('/assets/app-1a2b.js')).headers.get('cache-control')).toContain('immutable')
  const page = await get('/')
  expect(page.headers.get('cache-control')).toBe('no-cache')
  const etag = page.headers.get('etag') ?? ''
  expect((await get('/', { headers: { 'if-none-match': etag } })).status).toBe(304)
})

test('a plate is kept for good at the address of its version, at no other', async () => {
  const caching = async (address: string) => (await get(address)).headers.get('cache-control')
  expect(await caching(`/plates/cuda/side.svg?v=${versionOf(drawing)}`)).toContain('immutable')
  for (const query of ['', '?v=', '?v=00000000', `?v=${versionOf(`${drawing} `)}`])
    expect(await caching(`/plates/cuda/side.svg${query}`)).toMatch(/^public, max-age=86400, stale/)
  expect((await get(`/plates/gone.svg?v=${versionOf(drawing)}`)).status).toBe(404)
})

test.each([
  '/../secret.json',
  '/%2e%2e/secret.json',
  '/..%2fsecret.json',
  '/assets/..%2f..%2fsecret.json',
  '/%00.js',
  '/%zz.js',
])('nothing outside the folder is served: %s', async (path) => {
  expect((await get(path)).status).toBe(404)
})
