import { readExifDates } from './exif.ts'
import { instantOf } from './time-zone.ts'

const hourMs = 3_600_000
/** The first photo. */
const earliest = Date.UTC(1826, 0, 1)

/**
 * When a photo was taken, from its EXIF block: when the shutter opened, else when it was digitised, else when the
 * file was last changed; of these the first that can be. Cameras write the time their clock shows; newer ones add its
 * distance from UTC.
 *
 * @param timeZone where the clock is taken to be when the photo does not say
 * @returns null without a date, or with none that can be: not in the calendar, before photography or in the future
 */
export function takenAt(block: Buffer | undefined, timeZone: string, now = Date.now()): Date | null {
  if (!block) return null
  const exif = readExifDates(block)
  const candidates = [
    [exif.dateTimeOriginal, exif.offsetTimeOriginal],
    [exif.dateTimeDigitized, exif.offsetTimeDigitized],
    [exif.dateTime, exif.offsetTime],
  ] as const
  for (const [text, offset] of candidates) {
    const shown = text === undefined ? null : readDate(text)
    if (!shown) continue
    const ahead = readOffset(shown.zone) ?? readOffset(offset)
    const instant = ahead === null ? instantOf(shown.clock, timeZone) : new Date(shown.clock.getTime() - ahead)
    if (instant.getTime() >= earliest && instant.getTime() <= now + 24 * hourMs) return instant
  }
  return null
}

/** EXIF says `2021:05:06 07:08:09`; programs also write ISO 8601, with dashes, a fraction or a zone. */
const format =
  /^(\d{4})[:/.-](\d\d)[:/.-](\d\d)[ T]+(\d\d)[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d{1,9})?)? ?(Z|[+-]\d\d:?\d\d)?$/i

/** @returns what the clock showed, as if it were UTC; null for a time that no clock shows, such as 30 February */
function readDate(text: string): { clock: Date; zone: string | undefined } | null {
  const [matched, ...parts] = format.exec(text.trim()) ?? []
  if (matched === undefined) return null
  const [year, month, day, hour, minute, second] = parts.slice(0, 6).map((part) => Number(part ?? 0)) as Six
  const clock = new Date(Date.UTC(2000, month - 1, day, hour, minute, second))
  clock.setUTCFullYear(year, month - 1, day) // Date.UTC takes the years 0 to 99 for 1900 to 1999
  const back = [clock.getUTCFullYear(), clock.getUTCMonth() + 1, clock.getUTCDate()]
  const time = [clock.getUTCHours(), clock.getUTCMinutes(), clock.getUTCSeconds()]
  const same = [...back, ...time].every((value, index) => value === [year, month, day, hour, minute, second][index])
  return same ? { clock, zone: parts[6] } : null
}

type Six = [number, number, number, number, number, number]

/** @param offset such as `+02:00`, or `Z` for none @returns milliseconds ahead of UTC, or null */
function readOffset(offset: string | undefined): number | null {
  const text = offset?.trim().toUpperCase()
  if (text === 'Z') return 0
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text ?? '') ?? []
  if (sign === undefined || Number(minutes) > 59) return null
  const ms = (Number(hours) + Number(minutes) / 60) * hourMs
  if (ms > 14 * hourMs) return null
  return sign === '-' ? -ms : ms
}
