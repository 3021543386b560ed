import { expect, test } from 'vitest'
import { addressKey } from '../../../src/server/address.ts'
import { createRateLimit } from '../../../src/server/auth/rate-limit.ts'

const minute = 60_000

/** Whether each of `times` requests is let through at the moment. */
function bucket(limit: number) {
  let time = 1_000_000
  const rate = createRateLimit(limit, () => time)
  const admits = (key = 'a') => {
    try {
      rate.take(key)
      return true
    } catch {
      return false
    }
  }
  return {
    rate,
    admits,
    wait: (ms: number) => {
      time += ms
    },
  }
}

test('a key may use its whole allowance at once, and gets it back evenly over five minutes', () => {
  const { admits, wait } = bucket(5)
  expect(Array.from({ length: 7 }, () => admits())).toEqual([true, true, true, true, true, false, false])
  wait(minute)
  expect([admits(), admits()]).toEqual([true, false])
  wait(3 * minute)
  expect(Array.from({ length: 4 }, () => admits())).toEqual([true, true, true, false])
  wait(60 * minute)
  expect(Array.from({ length: 6 }, () => admits())).toEqual([true, true, true, true, true, false])
})

test('keys do not use up each other’s allowance', () => {
  const { admits } = bucket(1)
  expect([admits('a'), admits('b'), admits('a'), admits('b')]).toEqual([true, true, false, false])
})

test('a refused request costs nothing, and what is given back can be used again', () => {
  const { rate, admits, wait } = bucket(2)
  for (let i = 0; i < 50; i++) admits()
  wait(2.5 * minute)
  expect([admits(), admits()]).toEqual([true, false])
  rate.giveBack('a')
  expect([admits(), admits()]).toEqual([true, false])
  rate.giveBack('unknown')
})

test('a refusal says how many seconds to wait', () => {
  const { rate } = bucket(5)
  for (let i = 0; i < 5; i++) rate.take('a')
  expect(() => rate.take('a')).toThrow(expect.objectContaining({ status: 429, headers: { 'retry-after': '60' } }))
})

test('a limit of 0 is no limit', () => {
  const { admits } = bucket(0)
  expect(Array.from({ length: 1000 }, () => admits()).every(Boolean)).toBe(true)
})

test('memory stays bounded under a flood of addresses', () => {
  const { admits } = bucket(1)
  admits('first')
  for (let i = 0; i < 60_000; i++) admits(`address ${i}`)
  expect(admits('first'), 'the one longest unseen was forgotten').toBe(true)
  expect(admits('address 59999')).toBe(false)
})

test('an IPv6 subscriber is one, whichever of the addresses is used; an IPv4 address is itself', () => {
  expect(addressKey('203.0.113.7')).toBe('203.0.113.7')
  expect(addressKey('::ffff:203.0.113.7')).toBe('203.0.113.7')
  expect(addressKey('203.0.113.7:5555')).toBe('203.0.113.7')
  expect(addressKey('[2001:db8:1:2::5]:5555')).toBe('2001:db8:1:2::/64')
  expect(addressKey('2001:db8:1:2:aaaa::1')).toBe('2001:db8:1:2::/64')
  expect(addressKey('2001:0DB8:1:2:bbbb:1:2:3')).toBe('2001:db8:1:2::/64')
  expect(addressKey('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(addressKey('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect(addressKey('::1')).toBe('0:0:0:0::/64')
  expect(addressKey(undefined)).toBe('unknown')
})
