import { expect, onTestFinished, test } from 'vitest'
import { whyBlocked } from '../../../src/indexer/fetch/addresses.ts'
import { checkedLookup, createGuardedFetch, type Resolve } from '../../../src/indexer/fetch/guarded-fetch.ts'
import { readAllowList } from '../../../src/indexer/fetch/index.ts'
import { serveWeb } from './foreign-server.ts'
import { literals, names, otherRefusals, pointing } from './spellings.ts'

const publicAddress = '93.184.216.34'

function guard(resolve?: Resolve, allow = '') {
  const asked: string[] = []
  const made = createGuardedFetch({
    userAgent: 'PaddockTest',
    allowed: readAllowList(allow),
    resolve: async (name) => {
      asked.push(name)
      return resolve ? await resolve(name) : []
    },
  })
  onTestFinished(made.close)
  const codeOf = (url: string, how = {}) =>
    made.fetch(url, how).then(
      ({ status }) => String(status),
      (error: { code?: string }) => error.code,
    )
  return { ...made, asked, codeOf }
}

test('no spelling of an inner address is connected to, and nobody is asked about it', async () => {
  const { codeOf, asked } = guard()
  expect(new Set([...literals, ...names]).size + pointing.length).toBeGreaterThanOrEqual(120)
  const codes = await Promise.all([...literals, ...names].map(async (url) => [url, await codeOf(url)]))
  expect(codes.filter(([, code]) => code !== 'forbidden_address')).toEqual([])
  expect(asked).toEqual([])
})

test('a public name that points inwards is refused, with all its other addresses', async () => {
  const found = new Map(pointing)
  const { codeOf, asked } = guard(async (name) =>
    (found.get(name) ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  )
  const codes = await Promise.all(pointing.map(async ([name]) => [name, await codeOf(`http://${name}/`)]))
  expect(codes.filter(([, code]) => code !== 'forbidden_address')).toEqual([])
  expect(asked).toHaveLength(pointing.length)
  expect(await codeOf('http://nowhere.example/')).toBe('unknown_host')
})

test('schemes, ports and credentials are limited', async () => {
  const { codeOf, asked } = guard()
  expect(await Promise.all(otherRefusals.map(async ([url]) => [url, await codeOf(url)]))).toEqual(otherRefusals)
  expect(asked).toEqual([])
})

test('public addresses are not blocked', () => {
  const open = ['1.1.1.1', '8.8.8.8', publicAddress, '100.63.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1']
  expect([...open, '2606:4700::1111', '2a00:1450:4001::200e', '2620:fe::fe'].map(whyBlocked).filter(Boolean)).toEqual(
    [],
  )
})

test('a name is resolved once, and the connection goes to the address that was checked', async () => {
  let turn = 0
  const changing: Resolve = async () => [{ address: turn++ === 0 ? publicAddress : '127.0.0.1', family: 4 }]
  const lookup = checkedLookup(new URL('http://rebind.example/'), changing, false)
  const ask = (all: boolean) =>
    new Promise((resolve) => lookup('rebind.example', { all }, (error, address) => resolve(error ?? address)))
  expect(await ask(true)).toEqual([{ address: publicAddress, family: 4 }])
  expect(await ask(true)).toMatchObject({ code: 'forbidden_address' })

  // The same through a socket: two machines of one name, of which the second is not to be reached.
  const [checked, other] = [
    await serveWeb((_, answer) => answer.end('checked')),
    await serveWeb((_, answer) => answer.end()),
  ]
  let asked = 0
  const { fetch } = guard(
    async () => [{ address: asked++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }],
    `rebind.example:${checked.port}`,
  )
  const answer = await fetch(`http://rebind.example:${checked.port}/`)
  expect([Buffer.from(answer.body).toString(), asked, other.requests]).toEqual(['checked', 1, []])
})

test('what the operator allows is fetched, by host and port', async () => {
  const { port } = await serveWeb((_, answer) => answer.end('inside'))
  const { codeOf } = guard(async () => [{ address: '127.0.0.1', family: 4 }], `127.0.0.1:${port}, Manuals.LAN:${port}`)
  expect(await codeOf(`http://127.0.0.1:${port}/`)).toBe('200')
  expect(await codeOf(`http://0x7f.1:${port}/`)).toBe('200') // the same address
  expect(await codeOf(`http://manuals.lan:${port}/`)).toBe('200')
  expect(await codeOf(`http://localhost:${port}/`)).toBe('forbidden_port')
  expect(await codeOf(`http://127.0.0.1/`)).toBe('forbidden_address')
  for (const wrong of ['127.0.0.1', 'http://127.0.0.1:80', 'a b:80', '127.0.0.1:99999', '[::1]'])
    expect(() => readAllowList(wrong)).toThrow('PADDOCK_FETCH_ALLOW')
  expect([...readAllowList('[::1]:8080, a.example:443,')]).toEqual(['[::1]:8080', 'a.example:443'])
})

test('every redirect is checked like a first address', async () => {
  const victim = await serveWeb((_, answer) => answer.end('secret'))
  const { port } = await serveWeb((request, answer) => {
    const to = new URL(request.url ?? '', 'http://x').searchParams.get('to') ?? ''
    answer.writeHead(302, { location: to }).end()
  })
  const { codeOf } = guard(async () => [{ address: '127.0.0.1', family: 4 }], `127.0.0.1:${port}`)
  const through = (to: string) => codeOf(`http://127.0.0.1:${port}/?to=${encodeURIComponent(to)}`, { redirects: 5 })
  for (const to of [
    'http://[::ffff:7f00:1]/',
    'http://2130706433/',
    'http://169.254.169.254/latest/meta-data/',
    '//localhost/',
    'http://evil.example/',
  ])
    expect(await through(to)).toBe('forbidden_address')
  expect(await through(`http://127.0.0.1:${victim.port}/`)).toBe('forbidden_port')
  expect(await through('file:///etc/passwd')).toBe('forbidden_scheme')
  expect(victim.requests).toEqual([])
})
