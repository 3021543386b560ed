import { expect, test } from 'vitest'
import { tagOf } from '../../../src/react/components/photos/TagEditor.tsx'

const known = [{ tag: 'vin_plate', label: 'Identification plate', area: 'identity', weight: 0.6 }]

test.each([
  ['Identification plate', 'vin_plate'],
  [' identification  PLATE ', 'vin_plate'],
  ['Numbers  Matching', 'numbers matching'],
])('"%s" is the tag %s', (words, tag) => {
  expect(tagOf(words, known)).toBe(tag)
})
