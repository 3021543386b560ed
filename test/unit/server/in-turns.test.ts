import { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { clientOf, inTurns } from '../../../src/server/in-turns.ts'

type Asked = { n: number; incoming: IncomingMessage; outgoing: ServerResponse }
const ask = (n: number, { gone = false, from = '192.0.2.1', url = '/' } = {}): Asked => ({
  n,
  incoming: { n, url, headers: { 'x-forwarded-for': from }, socket: { destroyed: gone } } as unknown as IncomingMessage,
  outgoing: new EventEmitter() as unknown as ServerResponse,
})

function server(share?: number, amongOthers = share) {
  const begun: number[] = []
  const open = new Map<number, Asked>()
  const handle = inTurns(
    (incoming) => void begun.push((incoming as unknown as { n: number }).n),
    share && amongOthers ? { alone: share, amongOthers } : undefined,
  )
  return {
    begun,
    take: (asked: Asked) => {
      open.set(asked.n, asked)
      handle(asked.incoming, asked.outgoing)
    },
    finish: (n: number) => open.get(n)?.outgoing.emit('close'),
  }
}

test('of a crowd that comes in one instant some are begun at a time, in order, but for those who have left', async () => {
  const { begun, take } = server()
  for (let n = 0; n < 100; n++) take(ask(n, { gone: n === 50 }))
  expect(begun).toHaveLength(16)
  await nextTurn()
  expect(begun).toHaveLength(32)
  take(ask(100))
  for (let turn = 0; turn < 10; turn++) await nextTurn()
  expect(begun).toEqual(Array.from({ length: 101 }, (_, n) => n).filter((n) => n !== 50))
  take(ask(101))
  expect(begun.at(-1), 'a single request does not wait').toBe(101)
})

test('one client has only its share under way; another does not wait for it', async () => {
  const { begun, take, finish } = server(3)
  for (let n = 0; n < 20; n++) take(ask(n))
  for (let turn = 0; turn < 5; turn++) await nextTurn()
  expect(begun).toEqual([0, 1, 2])
  take(ask(100, { from: '192.0.2.2' }))
  expect(begun.at(-1)).toBe(100)
  finish(1)
  for (let turn = 0; turn < 2; turn++) await nextTurn()
  expect(begun).toEqual([0, 1, 2, 100, 3])
})

test('while another asks, one client has less', async () => {
  const { begun, take, finish } = server(4, 2)
  for (let n = 0; n < 6; n++) take(ask(n))
  expect(begun).toEqual([0, 1, 2, 3])
  take(ask(100, { from: '192.0.2.2' }))
  for (const n of [0, 1, 2]) {
    finish(n)
    await nextTurn()
    await nextTurn()
  }
  expect(begun, 'of the six two are left, and a third would be too many').toEqual([0, 1, 2, 3, 100, 4])
})

test('a request with a long body counts as many', async () => {
  const { begun, take, finish } = server(3)
  const long = ask(0)
  long.incoming.headers['content-length'] = String(4 * 1024 * 1024)
  take(long)
  take(ask(1))
  expect(begun, 'it is begun, for nothing else is under way').toEqual([0])
  finish(0)
  await nextTurn()
  expect(begun).toEqual([0, 1])
})

test('clients take turns', async () => {
  const { begun, take, finish } = server(1)
  for (const from of ['192.0.2.1', '192.0.2.2'])
    for (let n = 0; n < 3; n++) take(ask(Number(from.at(-1)) * 10 + n, { from }))
  for (const n of [10, 20, 11, 21]) {
    finish(n)
    await nextTurn()
    await nextTurn()
  }
  expect(begun).toEqual([10, 20, 11, 21, 12, 22])
})

test('a stream of events takes nobody’s share', () => {
  const { begun, take } = server(1)
  take(ask(0, { url: '/live/v1/vehicles?id=x' }))
  take(ask(1))
  expect(begun).toEqual([0, 1])
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['192.0.2.1:5555', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
])('%s is the client %s', (address, client) => {
  expect(clientOf({ headers: { 'x-forwarded-for': address }, socket: {} } as unknown as IncomingMessage)).toBe(client)
})
