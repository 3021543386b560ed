import { request as ask } from 'node:http'
import { expect, test } from 'vitest'
import { readConfig } from '../../../src/server/config.ts'
import { serverWithMailbox } from './mail-support.ts'
import { newEmail, password, serverWith } from './support.ts'

const server = await serverWithMailbox()
const { port } = new URL(server.url)

/** A request as anybody could send it, with the Host that they like. */
function get(
  path: string,
  headers: Record<string, string> = {},
  target = server.url,
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = ask(new URL(path, target), { headers }, (response) => {
      let body = ''
      response.on('data', (part) => (body += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

test('the mailbox shows mails on this machine, the newest first, with links to open', async () => {
  const [first, second] = [newEmail('first'), newEmail('second')]
  for (const email of [first, second]) {
    await server.client().auth.signUp({ email, password })
    await server.mailTo(email)
  }
  const page = await get('/mailbox')
  expect(page.status).toBe(200)
  expect(page.body.indexOf(second)).toBeLessThan(page.body.indexOf(first))
  expect(page.body).toMatch(/<a href="http:\/\/127[^"]+\/auth\/v1\/verify\?token=[0-9a-f]{64}&amp;type=signup/)
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'.*style-src 'sha256-/)
  expect(page.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  })
  expect(page.headers).not.toHaveProperty('access-control-allow-origin')

  const id = /\/mailbox\/([0-9a-f-]{36})/.exec(page.body)?.[1]
  const letter = await get(`/mailbox/${id}`)
  expect(letter.body).toContain('<title>Confirm your e-mail address</title>')
  expect(letter.headers['content-security-policy']).toMatch(/sandbox allow-top-navigation-by-user-activation$/)
  expect((await get('/mailbox/none')).status).toBe(404)
})

test('neither a proxy, nor a name that leads here, nor a client of HTTP/1.0 sees it', async () => {
  const refused: Record<string, string>[] = [
    { host: `evil.example:${port}` },
    { host: `127.0.0.1.evil.example:${port}` },
    { host: '0.0.0.0' },
    { 'x-forwarded-for': '127.0.0.1' },
    { forwarded: 'for=127.0.0.1' },
    { via: '1.1 proxy' },
    { 'x-real-ip': '127.0.0.1' },
    { 'x-forwarded-host': 'cars.example.com' },
  ]
  for (const headers of refused) expect((await get('/mailbox', headers)).status, JSON.stringify(headers)).toBe(404)
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`])
    expect((await get('/mailbox', { host })).status).toBe(200)

  const { connect } = await import('node:net')
  const old = await new Promise<string>((resolve, reject) => {
    let text = ''
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(`GET /mailbox HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\n\r\n`),
    )
    socket.on('data', (part) => (text += part))
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
  expect(old).toMatch(/^HTTP\/1\.1 404/)
})

test('it is there only without a mail server, on loopback, and not where others may come', async () => {
  const { hasMailbox } = await import('../../../src/server/auth/mail/mailbox.ts')
  const has = (env: NodeJS.ProcessEnv) => hasMailbox(readConfig(env))
  expect(has({})).toBe(true)
  expect(has({ PADDOCK_PAGE_URL: 'http://localhost:8080' })).toBe(true)
  expect(has({ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'a@example.com' })).toBe(false)
  expect(has({ HOST: '0.0.0.0' })).toBe(false)
  expect(has({ HOST: '192.168.1.5' })).toBe(false)
  expect(has({ TRUST_PROXY: '1' })).toBe(false)
  expect(has({ PADDOCK_PAGE_URL: 'https://cars.example.com' })).toBe(false)
  expect(has({ PADDOCK_MAILBOX: '0' })).toBe(false)
  expect(() => readConfig({ AUTH_AUTOCONFIRM: '0', HOST: '0.0.0.0' })).toThrow('AUTH_AUTOCONFIRM=0 needs a mail server')

  const off = await serverWith()
  const page = await get('/mailbox', { accept: 'application/json' }, off.url)
  expect(page.body).not.toMatch(/^\[/)
})

test('it holds the last 200', async () => {
  const { createMailbox } = await import('../../../src/server/auth/mail/mailbox.ts')
  const { post, handle } = createMailbox()
  for (let i = 0; i < 250; i++)
    await post.deliver({ to: `${i}@example.com`, subject: `${i}`, html: '', text: '<script>' })
  const request = new Request('http://127.0.0.1/mailbox', {
    headers: { host: '127.0.0.1', accept: 'application/json' },
  })
  const kept = (await handle(request, { remoteAddress: '127.0.0.1' }).json()) as { to: string }[]
  expect(kept).toHaveLength(200)
  expect(kept[0]?.to).toBe('249@example.com')
  const page = await handle(new Request('http://127.0.0.1/mailbox', { headers: { host: '127.0.0.1' } }), {
    remoteAddress: '127.0.0.1',
  }).text()
  expect(page).not.toContain('<script>')
  expect(handle(request, { remoteAddress: '192.168.1.9' }).status).toBe(404)
  expect(handle(request, {}).status).toBe(404)
})
