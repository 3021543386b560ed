import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { rememberView, wasViewed } from '../../../src/react/hooks/view-memory.ts'

const minute = 60_000
let kept: Map<string, string>

beforeEach(() => {
  kept = new Map()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
})
afterEach(() => vi.unstubAllGlobals())

test('a view is remembered for half an hour, photo by photo', () => {
  rememberView('a', 0)
  expect(wasViewed('a', 29 * minute)).toBe(true)
  expect(wasViewed('b', 29 * minute)).toBe(false)
  expect(wasViewed('a', 30 * minute)).toBe(false)
})

test('what is older is dropped when the next view is remembered', () => {
  rememberView('a', 0)
  rememberView('b', 31 * minute)
  expect([...kept.values()]).toEqual([JSON.stringify({ b: 31 * minute })])
})

test('a store that is full, closed or full of nonsense does not stop anybody', () => {
  kept.set('paddock.viewed', '{nonsense')
  expect(wasViewed('a')).toBe(false)
  vi.stubGlobal('localStorage', {
    getItem: () => {
      throw new Error('denied')
    },
    setItem: () => {
      throw new Error('full')
    },
  })
  expect(() => rememberView('a')).not.toThrow()
  expect(wasViewed('a')).toBe(false)
})
