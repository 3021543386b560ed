import { afterAll } from 'vitest'
import { defaultAuthSettings } from '../../../src/server/auth/index.ts'
import type { AuthSettings } from '../../../src/server/auth/settings.ts'
import type { Config } from '../../../src/server/config.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

const running: TestServer[] = []
afterAll(() => Promise.all(running.map((server) => server.stop())))

/** A real server whose sign-in rules differ from the standard ones; it stops with the test file. Nothing can be mailed unless `config` says so. */
export async function serverWith(
  settings: Partial<AuthSettings> = {},
  config: Partial<Config> = {},
): Promise<TestServer> {
  const server = await startTestServer({
    mailbox: false,
    ...config,
    auth: { ...defaultAuthSettings, ...settings },
  })
  running.push(server)
  return server
}

let counter = 0
/** An address nobody has used yet. */
export const newEmail = (name = 'ada') => `${name}.${Date.now()}.${counter++}@example.com`

export const password = 'correct horse battery'

/** What a request gets that supabase-js would not send. */
export async function post(
  server: TestServer,
  path: string,
  body: BodyInit | null,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await fetch(`${server.url}/auth/v1${path}`, {
    method: 'POST',
    body,
    headers: { apikey: server.keys.publishableKey, 'content-type': 'application/json', ...headers },
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} }
}
