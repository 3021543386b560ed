import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from '../../../src/server/listen.ts'

const tellAddress = (incoming: Request) => new Response(incoming.headers.get('x-forwarded-for'))

async function addressSeen(trustProxy: boolean, headers: Record<string, string | string[]>): Promise<string> {
  const { url, close } = await listen({ fetch: tellAddress, host: '127.0.0.1', port: 0, trustProxy })
  onTestFinished(() => close(0))
  return await new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.setEncoding('utf8').on('data', resolve)
    })
      .on('error', reject)
      .end()
  })
}

test('a client cannot claim another address', async () => {
  expect(await addressSeen(false, {})).toBe('127.0.0.1')
  expect(await addressSeen(false, { 'X-Forwarded-For': '203.0.113.9' })).toBe('127.0.0.1')
  expect(await addressSeen(false, { 'x-FORWARDED-for': ['203.0.113.9', '203.0.113.8'] })).toBe('127.0.0.1')
})

test('behind a trusted proxy the address is the one that the proxy saw, not what the client told the proxy', async () => {
  expect(await addressSeen(true, { 'x-forwarded-for': '203.0.113.9' })).toBe('203.0.113.9')
  expect(await addressSeen(true, { 'x-forwarded-for': '10.6.6.6, 203.0.113.9' })).toBe('203.0.113.9')
  expect(await addressSeen(true, { 'x-forwarded-for': ['10.6.6.6', '203.0.113.9'] })).toBe('203.0.113.9')
  expect(await addressSeen(true, {})).toBe('127.0.0.1')
})

test('a port, which changes with every connection, makes no other address', async () => {
  for (const port of [5555, 5556]) {
    expect(await addressSeen(true, { 'x-forwarded-for': `203.0.113.9:${port}` })).toBe('203.0.113.9')
    expect(await addressSeen(true, { 'x-forwarded-for': `[2001:db8::9]:${port}` })).toBe('2001:db8::9')
  }
})

test('a running request is answered before the server is closed', async () => {
  let answer = () => {}
  const asked = new Promise<void>((received) => {
    answer = received
  })
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const { url, close } = await listen({
    host: '127.0.0.1',
    port: 0,
    trustProxy: false,
    fetch: async () => {
      answer()
      await released
      return new Response('late but whole')
    },
  })
  const response = fetch(url)
  await asked

  const closed = close()
  release()

  expect(await (await response).text()).toBe('late but whole')
  await closed
  await expect(fetch(url)).rejects.toThrow()
})

test('a host that is not of this machine is named', async () => {
  const options = { fetch: tellAddress, port: 0, trustProxy: false }
  await expect(listen({ ...options, host: '203.0.113.1' })).rejects.toThrow('HOST=203.0.113.1')
})
