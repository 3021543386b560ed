import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeIdentity, type Identity } from '../../../src/research/identity/index.ts'
import { checkDigit } from '../../../src/research/identity/vin.ts'

function read(number: string, known = {}): Identity[] {
  const decoded = decodeIdentity(number, known)
  return decoded.ok ? decoded.candidates : []
}

describe('A chassis number tells what was built', () => {
  test.each([
    ['BS23V0B123456', 'Plymouth', "'Cuda", 1970, '440 6-barrel', 'Hamtramck'],
    ['RM23-V0A-123456', 'Plymouth', 'Road Runner', 1970, '440 6-barrel', 'Lynch Road, Detroit'],
    ['XS29L8B123456', 'Dodge', 'Charger R/T', 1968, '440 4-barrel high performance', 'Hamtramck'],
    ['JS23R1B123456', 'Dodge', 'Challenger R/T', 1971, '426 Hemi', 'Hamtramck'],
    ['136370K123456', 'Chevrolet', 'Chevelle Malibu V8', 1970, null, 'Kansas City (Leeds)'],
    ['194670S412345', 'Chevrolet', 'Corvette', 1970, null, 'St. Louis'],
    ['124379N512345', 'Chevrolet', 'Camaro V8', 1969, null, 'Norwood'],
    ['242379B112345', 'Pontiac', 'GTO', 1969, null, 'Baltimore'],
    ['1Z37T3S412345', 'Chevrolet', 'Corvette', 1973, '350 4-barrel (L82)', 'St. Louis'],
    ['CKE182F123456', 'Chevrolet', 'K10 Blazer or utility', 1972, 'V8', 'Flint'],
    ['9T02R123456', 'Ford', 'Mustang fastback', 1969, '428 Cobra Jet, ram air', 'Metuchen'],
    ['5F08K123456', 'Ford', 'Mustang convertible', 1965, '289 4-barrel high performance', 'Dearborn'],
    ['PL510-123456', 'Datsun', '510', 1968, 'L16', null],
    ['HLS30 00021', 'Datsun', '240Z', 1970, 'L24', null],
    ['HLS30-201234', 'Datsun', '280Z', 1975, 'L28', null],
    ['2760007', 'BMW', '2002 tii (US)', 1972, '2.0 four, Kugelfischer injection', null],
    ['9113600001', 'Porsche', '911 Carrera RS coupe', 1973, '2.7 flat six', null],
    ['119300001', 'Porsche', '911 S coupe', 1969, '2.0 flat six', null],
    ['305123S', 'Porsche', '911 S coupe', 1967, '2.0 flat six', null],
    ['4702900001', 'Porsche', '914', 1970, null, null],
    ['117000001', 'Volkswagen', 'Beetle', 1967, null, null],
    ['1102000001', 'Volkswagen', 'Beetle', 1970, null, null],
    ['4010995', 'Volkswagen', 'Beetle', 1962, null, null],
  ])('%s', (number, make, model, year, engine, plant) => {
    expect(read(number)).toContainEqual(expect.objectContaining({ make, model, yearFrom: year, engine, plant }))
  })

  test('the fields cover the number, each where it stands', () => {
    for (const number of ['BS23V0B123456', '136370K123456', 'CKE182F123456', '9T02R123456', 'HLS3000021', '305123S']) {
      const [identity] = read(number)
      expect(identity?.fields.map(({ raw }) => raw).join('')).toBe(number)
      for (const { start, end, raw } of identity?.fields ?? []) expect(number.slice(start, end)).toBe(raw)
      expect(identity?.source).not.toBe('')
    }
  })
})

describe('What a number leaves open is not decided', () => {
  test('a year digit that returns after ten years gives two candidates, and a known year one', () => {
    expect(read('8F02F123456').map(({ yearFrom }) => yearFrom)).toEqual([1968, 1978])
    expect(read('8F02F123456', { year: 1968 }).map(({ yearFrom }) => yearFrom)).toEqual([1968])
  })

  test('an engine letter that a year did not have leaves that year out', () => {
    expect(read('9T02R123456').map(({ yearFrom }) => yearFrom)).toEqual([1969])
  })

  test('a known make leaves others out', () => {
    expect(read('4010995', { make: 'VW' })).toHaveLength(1)
    expect(decodeIdentity('4010995', { make: 'BMW' })).toMatchObject({ ok: false, code: 'unknown_scheme' })
  })
})

describe('A VIN of 1981 and later', () => {
  test('is read where its check digit is right', () => {
    expect(checkDigit('1M8GDM9AXKP042788')).toBe('X')
    expect(read('1G1YY22G4P5100001'.replace(/^(.{8})./, `$1${checkDigit('1G1YY22G4P5100001')}`))).toContainEqual(
      expect.objectContaining({ make: 'Chevrolet', yearFrom: 1993 }),
    )
  })

  test('of North America with a digit in the seventh position is from before 2010', () => {
    expect(read('1M8GDM9AXKP042788').map(({ yearFrom }) => yearFrom)).toEqual([1989])
  })

  test('is refused where it is wrong', () => {
    expect(decodeIdentity('1M8GDM9A1KP042788')).toMatchObject({ ok: false, code: 'check_digit' })
  })
})

describe('What is no number', () => {
  test.each([
    ['', 'empty'],
    [' - ', 'empty'],
    ['hello, world', 'unreadable'],
    ['ZZ99Z9Z999999', 'unknown_scheme'],
    ['BS23Q0B123456', 'unknown_scheme'],
    ['A'.repeat(5_000), 'unreadable'],
  ])('%j is answered with a reason', (number, code) => {
    expect(decodeIdentity(number)).toMatchObject({ ok: false, code, reason: expect.any(String) })
  })

  test('anything is answered, and every field is a part of the number', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Z0-9]{4,17}$/)), (text) => {
        const decoded = decodeIdentity(text)
        if (!decoded.ok) return
        for (const { fields } of decoded.candidates)
          for (const { start, end, raw } of fields) expect(decoded.number.slice(start, end)).toBe(raw)
      }),
    )
  })
})
