import sharp from 'sharp'
import { expect, test } from 'vitest'
import { takenAt } from '../../../src/import/taken-at.ts'
import { instantOf, isTimeZone } from '../../../src/import/time-zone.ts'
import { flat } from '../../support/pictures.ts'
import fc from '../../support/property.ts'

type Exif = { IFD0?: Record<string, string>; IFD2?: Record<string, string> }

/** The date of a JPEG with these EXIF tags; IFD2 is the photo's own directory. */
async function dateOf(exif: Exif, timeZone = 'UTC'): Promise<string | undefined> {
  const bytes = await flat(8, 8).withExif(exif).jpeg().toBuffer()
  const { exif: block } = await sharp(bytes).metadata()
  return takenAt(block, timeZone)?.toISOString()
}

const original = (date: string, offset?: string): Exif => ({
  IFD2: { DateTimeOriginal: date, ...(offset ? { OffsetTimeOriginal: offset } : {}) },
})

test.each([
  ['at its own offset', original('2021:05:06 07:08:09', '+02:00'), 'Asia/Tokyo', '2021-05-06T05:08:09.000Z'],
  ['at a negative one of half hours', original('2021:05:06 07:08:09', '-03:30'), 'UTC', '2021-05-06T10:38:09.000Z'],
  ['in the zone given, in summer', original('2021:07:01 12:00:00'), 'Europe/Berlin', '2021-07-01T10:00:00.000Z'],
  ['in the zone given, in winter', original('2021:01:01 12:00:00'), 'Europe/Berlin', '2021-01-01T11:00:00.000Z'],
  [
    'in the zone given when the offset is nonsense',
    original('2021:01:01 12:00:00', '+99:00'),
    'Asia/Tokyo',
    '2021-01-01T03:00:00.000Z',
  ],
  ['in UTC for Z', original('2021:05:06 07:08:09', 'Z'), 'Asia/Tokyo', '2021-05-06T07:08:09.000Z'],
  ['with a zone inside', original('2021:05:06 07:08:09+02:00'), 'Asia/Tokyo', '2021-05-06T05:08:09.000Z'],
  ['with its own zone before the tag', original('2021-05-06T07:08:09Z', '+05:00'), 'UTC', '2021-05-06T07:08:09.000Z'],
  ['with dashes', original('2021-05-06 07:08:09'), 'UTC', '2021-05-06T07:08:09.000Z'],
  ['with a fraction', original('2021:05:06 07:08:09.25'), 'UTC', '2021-05-06T07:08:09.000Z'],
  ['on 29 February of a leap year', original('2020:02:29 07:08:09'), 'UTC', '2020-02-29T07:08:09.000Z'],
])('a camera date is read %s', async (_, exif, timeZone, expected) => {
  expect(await dateOf(exif, timeZone)).toBe(expected)
})

test('the shutter comes before the scanner, and the scanner before the last edit', async () => {
  const [shutter, scanner, edit] = ['1975:06:01 10:00:00', '1999:06:01 10:00:00', '2015:06:01 10:00:00']
  const all: Exif = { IFD0: { DateTime: edit }, IFD2: { DateTimeOriginal: shutter, DateTimeDigitized: scanner } }
  expect(await dateOf(all)).toMatch(/^1975/)
  expect(await dateOf({ IFD0: { DateTime: edit }, IFD2: { DateTimeDigitized: scanner } })).toMatch(/^1999/)
  expect(await dateOf({ IFD0: { DateTime: edit } })).toMatch(/^2015/)
})

test.each([
  '2021:00:06 07:08:09',
  '2021:05:00 07:08:09',
  '2021:02:30 07:08:09',
  '2021:02:29 07:08:09',
  '2021:13:01 07:08:09',
  '2021:05:06 24:08:19',
  '2021:05:06 07:60:19',
  '2021:05:06 07:08:60',
  '0001:01:01 00:00:00',
  '0000:00:00 00:00:00',
  '0071:05:06 07:08:09',
  '    :  :     :  :  ',
])('%j is no moment, so it is not rolled over to another: the next date counts', async (impossible) => {
  const scanned: Exif = { IFD2: { DateTimeOriginal: impossible, DateTimeDigitized: '1999:06:01 10:00:00' } }
  expect(await dateOf(scanned)).toBe('1999-06-01T10:00:00.000Z')
  expect(await dateOf(original(impossible))).toBeUndefined()
})

test('whatever stands in the block, reading it throws nothing and finds no date outside it', async () => {
  const { exif } = await sharp(
    await flat(8, 8).withExif(original('2021:05:06 07:08:09', '+02:00')).jpeg().toBuffer(),
  ).metadata()
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 })
  fc.assert(
    fc.property(damage, fc.nat(), (changes, length) => {
      const block = Buffer.from(exif as Buffer).subarray(0, length % (exif as Buffer).length)
      for (const [at, value] of changes) if (block.length > 0) block[at % block.length] = value
      expect(takenAt(block, 'UTC')).toSatisfy((date) => date === null || date instanceof Date)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['zeros, as cameras without a clock write', original('0000:00:00 00:00:00')],
  ['before photography', original('1800:01:01 00:00:00')],
  ['in the future', original('2099:01:01 00:00:00')],
  ['no date at all', original('yesterday morning!!')],
])('a date that cannot be is no date: %s', async (_, exif) => {
  expect(await dateOf(exif)).toBeUndefined()
})

test('a photo without EXIF, or with a block that is not EXIF, has no date', () => {
  expect(takenAt(undefined, 'UTC')).toBeNull()
  expect(takenAt(Buffer.from('Exif\0\0nonsense'), 'UTC')).toBeNull()
  expect(takenAt(Buffer.alloc(0), 'UTC')).toBeNull()
})

test('the moment found is one at which the clock there shows that time, except where the clock skips it', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia']
  const times = fc.date({ min: new Date('1971-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(fc.constantFrom(...zones), times, (timeZone, time) => {
      // A time that some clock showed: so it is not a skipped one.
      const shown = shownBy(timeZone, time)
      const moment = instantOf(shown, timeZone)
      expect(shownBy(timeZone, moment).getTime()).toBe(shown.getTime())
    }),
    { numRuns: 2_000 },
  )
})

test('time zones are known by their names', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true)
  expect(isTimeZone('Middle/Earth')).toBe(false)
  expect(isTimeZone('')).toBe(false)
})

/** What a clock shows, as if it were UTC; to the second. */
function shownBy(timeZone: string, moment: Date): Date {
  const shown = moment.toLocaleString('sv-SE', { timeZone })
  return new Date(`${shown.replace(' ', 'T')}Z`)
}
