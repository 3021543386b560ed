import readExif, { type Exif } from 'exif-reader'
import { instantOf } from './time-zone.ts'

const hourMs = 3_600_000
/** The first photo. */
const earliest = Date.UTC(1826, 0, 1)
/** What the reader makes of 0000:00:00, which cameras write whose clock was never set. */
const neverSet = Date.UTC(0, -1, 0)

/**
 * When a photo was taken, from its EXIF block: when the shutter opened, else when it was digitised, else when the
 * file was last changed. Cameras write the time their clock shows; newer ones add its distance from UTC.
 *
 * @param timeZone where the clock is taken to be when the photo does not say
 * @returns null without a date, or with one that cannot be: before photography or in the future
 */
export function takenAt(block: Buffer | undefined, timeZone: string, now = Date.now()): Date | null {
  const exif = block && parse(block)
  if (!exif) return null
  const photo = exif.Photo ?? {} // null where the block points outside itself
  const image = exif.Image ?? {}
  const shown = [
    [photo.DateTimeOriginal, photo.OffsetTimeOriginal],
    [photo.DateTimeDigitized, photo.OffsetTimeDigitized],
    [image.DateTime, photo.OffsetTime],
  ] as const
  for (const [date, offset] of shown) {
    if (!(date instanceof Date) || Number.isNaN(date.getTime()) || date.getTime() === neverSet) continue
    const instant = atOffset(date, offset) ?? instantOf(date, timeZone)
    if (instant.getTime() >= earliest && instant.getTime() <= now + 24 * hourMs) return instant
  }
  return null
}

/** A damaged block is no reason to refuse the photo around it. */
function parse(block: Buffer): Exif | null {
  try {
    return readExif(block)
  } catch {
    return null
  }
}

/** @param offset such as `+02:00` */
function atOffset(date: Date, offset: unknown): Date | null {
  const match = typeof offset === 'string' ? /^([+-])(\d\d):?(\d\d)$/.exec(offset.replace(/[\0 ]+$/, '')) : null
  if (!match) return null
  const [, sign, hours, minutes] = match
  const ms = (Number(hours) + Number(minutes) / 60) * hourMs
  if (ms > 14 * hourMs) return null
  return new Date(date.getTime() - (sign === '-' ? -ms : ms))
}
