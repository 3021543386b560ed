import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readAliases } from '../../../scripts/generate/aliases.ts'

const list = readFileSync(new URL('../../../src/indexer/aliases.txt', import.meta.url), 'utf8')

test('the list has at least 300 meanings, each said in its ways', () => {
  const aliases = readAliases(list)
  expect(new Set(aliases.map(({ meaning }) => meaning)).size).toBeGreaterThanOrEqual(300)
  const meaningOf = new Map(aliases.map(({ phrase, meaning }) => [phrase, meaning]))
  for (const same of [
    ['ci', 'cid', 'cubic inch'],
    ['th350', 'turbo 350', 'turbo hydramatic 350'],
    ['k5', 'blazer'],
    ['4 speed', 'four speed'],
  ])
    expect(new Set(same.map((phrase) => meaningOf.get(phrase))).size, same.join(', ')).toBe(1)
})

test.each([
  ['a phrase of two meanings', 'one: hood | bonnet\ntwo: bonnet', /"bonnet" is a phrase of one and of two/],
  ['a line without a meaning', 'hood | bonnet', /Not a meaning and its phrases/],
])('%s is an error', (_, text, message) => {
  expect(() => readAliases(text)).toThrow(message)
})
