import type { IncomingMessage, ServerResponse } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inTurns } from '../../../src/server/in-turns.ts'

const outgoing = {} as ServerResponse
const request = (n: number, gone = false) => ({ n, socket: { destroyed: gone } }) as unknown as IncomingMessage

test('of a crowd that comes in one instant some are begun at a time, in order, but for those who have left', async () => {
  const begun: number[] = []
  const handle = inTurns((incoming) => begun.push((incoming as unknown as { n: number }).n))
  for (let n = 0; n < 100; n++) handle(request(n, n === 50), outgoing)
  expect(begun).toHaveLength(16)
  await nextTurn()
  expect(begun).toHaveLength(32)
  handle(request(100), outgoing)
  for (let turn = 0; turn < 10; turn++) await nextTurn()
  expect(begun).toEqual(Array.from({ length: 101 }, (_, n) => n).filter((n) => n !== 50))
  handle(request(101), outgoing)
  expect(begun.at(-1), 'a single request does not wait').toBe(101)
})
