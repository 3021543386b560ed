import { expect, test } from 'vitest'
import { assetsIn, endsSession, keyOf, kindOf, labelled, marked, personOf } from '../../../src/web/worker/rules.ts'

const origin = 'https://paddock.example'
const kind = (path: string, method = 'GET', mode: RequestMode = 'cors') =>
  kindOf({ url: new URL(path, origin).href, method, mode }, origin)

test('pages, answers, photos and files are kept; acts, accounts, streams and other servers are not', () => {
  expect(kind('/vehicles/x?photo=1', 'GET', 'navigate')).toBe('page')
  expect(kind('/rest/v1/vehicles?select=id')).toBe('answer')
  expect(kind('/rest/v1/image_interactions', 'HEAD')).toBe('answer')
  expect(kind('/config.json')).toBe('answer')
  expect(kind('/photos/a.webp')).toBe('photo')
  expect(kind('/plates/510/side.svg')).toBe('photo')
  expect(kind('/assets/index-1.js')).toBe('asset')
  for (const never of ['/auth/v1/user', '/functions/v1/research-spec', '/live/v1/vehicles', '/upload/v1/photos'])
    for (const mode of ['cors', 'navigate'] as const) expect(kind(never, 'GET', mode), never).toBeNull()
  expect(kind('/rest/v1/rpc/find_vehicles', 'POST')).toBe('answer')
  for (const act of ['auction_votes', 'rpc/dispute_settlement', 'rpc/find_vehicles/x', 'vehicles?x=/rpc/find_vehicles'])
    expect(kind(`/rest/v1/${act}`, 'POST'), act).toBeNull()
  expect(kind('https://elsewhere.example/rest/v1/vehicles')).toBeNull()
  expect(kind('/sitemap.xml', 'GET', 'navigate')).toBeNull()
  expect(kind('/sw.js')).toBeNull()
})

const token = (payload: unknown) => `Bearer a.${btoa(JSON.stringify(payload)).replaceAll('=', '')}.c`

test('answers are of the person whose token asked, of nobody, or not kept', () => {
  expect(personOf(token({ sub: '7f1c', role: 'authenticated' }))).toBe('7f1c')
  expect(personOf(null)).toBe('nobody')
  expect(personOf('Bearer sb_publishable_abc')).toBe('nobody')
  expect(personOf(token({ role: 'anon' }))).toBe('nobody')
  expect(personOf(token({ role: 'service_role' }))).toBeNull()
  expect(personOf(token({ sub: '../nobody' }))).toBeNull()
  expect(personOf('Bearer a.%%%.c')).toBeNull()
})

test('the same address asked for differently is kept apart', async () => {
  const url = `${origin}/rest/v1/image_interactions?image_id=eq.1`
  const asked = (method: string, headers: HeadersInit) => keyOf(new Request(url, { method, headers }))
  const found = (body: object) => keyOf(new Request(url, { method: 'POST', body: JSON.stringify(body) }))
  const keys = await Promise.all([
    asked('GET', {}),
    asked('HEAD', {}),
    asked('GET', { accept: 'application/vnd.pgrst.object+json' }),
    asked('GET', { prefer: 'count=exact' }),
    asked('GET', { range: '0-9' }),
    found({ words: 'datsun' }),
    found({ words: 'bmw' }),
  ])
  expect(new Set(keys).size).toBe(keys.length)
  expect(await asked('GET', { 'x-request-id': '1' })).toBe(keys[0])
  expect(await found({ words: 'bmw' })).toBe(keys.at(-1))
})

test('signing in and out end a session, renewing it does not', () => {
  const ends = (path: string, method = 'POST') => endsSession({ url: origin + path, method }, origin)
  for (const path of ['/auth/v1/logout?scope=local', '/auth/v1/token?grant_type=password', '/auth/v1/signup'])
    expect(ends(path), path).toBe(true)
  expect(ends('/auth/v1/token?grant_type=refresh_token')).toBe(false)
  expect(ends('/auth/v1/logout', 'GET')).toBe(false)
})

test('a kept page says how old it is, before what its scripts draw', () => {
  const html = '<script type="module" src="/assets/a-1.js"></script><link href="/assets/b.css"><div id="root">x</div>'
  expect(marked('<!doctype html><html lang="en">')).toBe('<!doctype html><html data-kept lang="en">')
  expect(assetsIn(html)).toEqual(['/assets/a-1.js', '/assets/b.css'])
  expect(labelled(html, '2026-11-27T19:30:00.000Z')).toMatch(
    /Kept copy of <time[^>]*>2026-11-27, 19:30 UTC.*<div id="root">x/,
  )
})
