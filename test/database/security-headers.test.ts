import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createPhotoOrigins } from '../../src/server/photo-origins.ts'
import { createStatic } from '../../src/server/static.ts'
import { community } from '../support/community.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'paddock-page-'))
  onTestFinished(() => rm(made, { recursive: true }))
  for (const file of ['index.html', 'mark.svg', 'app.js']) await writeFile(join(made, file), 'x')
  return made
}

const policyOf = (response: Response) =>
  new Map(
    (response.headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ')
      return [name, sources]
    }),
  )

test('the page is sent with a strict policy, on every path that shows it and also when it has not changed', async () => {
  const files = createStatic(await folder(), () => ['https://cdn.example'])
  const ask = (path: string, headers = {}) => files(new Request(`http://x${path}`, { headers }), {})
  const first = await ask('/')
  const again = await ask('/vehicles/1', { 'if-none-match': first.headers.get('etag') ?? '' })
  expect(again.status).toBe(304)
  for (const response of [first, await ask('/vehicles/1'), again]) {
    const policy = policyOf(response)
    expect(policy.get('default-src')).toEqual(["'none'"])
    expect(policy.get('script-src')).toEqual(["'self'"])
    expect(policy.get('style-src')).toEqual(["'self'"])
    expect(policy.get('frame-ancestors')).toEqual(["'none'"])
    expect(policy.get('base-uri')).toEqual(["'none'"])
    expect(policy.get('img-src')).toEqual(["'self'", 'data:', 'blob:', 'https://cdn.example'])
    expect([...policy.values()].flat().join()).not.toContain('unsafe')
    expect(response.headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
    expect(response.headers.get('permissions-policy')).toContain('geolocation=()')
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  }
  expect((await ask('/app.js')).headers.get('x-content-type-options')).toBe('nosniff')
  expect(policyOf(await ask('/mark.svg')).get('default-src'), 'a drawing opened by itself').toEqual(["'none'"])
})

test.each(['/rest/v1/vehicles', '/auth/v1/settings', '/functions/v1/x', '/upload/v1/x', '/photos/x', '/config.json'])(
  'an answer of %s is data to a browser, whatever stands in it',
  async (path) => {
    const { server } = await community()
    const response = await fetch(server.url + path, { headers: { apikey: server.keys.publishableKey } })
    expect(policyOf(response).get('default-src')).toEqual(["'none'"])
    expect(policyOf(response).get('frame-ancestors')).toEqual(["'none'"])
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  },
)

test('only origins get from the setting into the header', async () => {
  const { sql } = await community()
  onTestFinished(async () => void (await sql`update app.settings set value = '' where name = 'photo_origins'`))
  const value = `https://a.example, javascript:, 'unsafe-inline'; script-src *, https://b.example:8443 https://c.example/x`
  await sql`update app.settings set value = ${value} where name = 'photo_origins'`
  const origins = createPhotoOrigins(sql)
  await origins.read()
  expect(origins.current()).toEqual(['https://a.example', '*', 'https://b.example:8443'])
})
