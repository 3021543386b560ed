import { expect, test } from 'vitest'
import { idOfNewVehicle, readTitle } from '../../../src/import/vehicle.ts'

test.each([
  ['1971 Datsun 510', { year: 1971, make: 'Datsun', model: '510' }],
  ['1967 Alfa Romeo GTV', { year: 1967, make: 'Alfa Romeo', model: 'GTV' }],
  ['  1973   BMW  2002 tii ', { year: 1973, make: 'BMW', model: '2002 tii' }],
  ['Plymouth Barracuda', { year: null, make: 'Plymouth', model: 'Barracuda' }],
  ['Barracuda', { year: null, make: null, model: 'Barracuda' }],
  ['1971', { year: null, make: null, model: '1971' }],
  ['911 Carrera', { year: null, make: '911', model: 'Carrera' }],
  ['', { year: null, make: null, model: '' }],
])('"%s" is read as people write it', (title, expected) => {
  expect(readTitle(title)).toEqual(expected)
})

test('the same import makes the same vehicle, any other another', () => {
  const id = idOfNewVehicle('/photos/datsun', '1971 Datsun 510', null)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(idOfNewVehicle('/photos/datsun', '1971 Datsun 510', null)).toBe(id)
  const others = [
    idOfNewVehicle('/photos/datsun2', '1971 Datsun 510', null),
    idOfNewVehicle('/photos/datsun', '1972 Datsun 510', null),
    idOfNewVehicle('/photos/datsun', '1971 Datsun 510', '00000000-0000-4000-8000-000000000001'),
  ]
  expect(new Set([id, ...others]).size).toBe(4)
})
