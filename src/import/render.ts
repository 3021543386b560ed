import type { Metadata, OutputInfo } from 'sharp'
import { type ImageLibrary, imageLibrary, requireHeic } from './image-library.ts'
import { withoutRemarks } from './jpeg-remarks.ts'
import { animated, kindOf } from './kind.ts'
import { checkPixels, maxPixels } from './limits.ts'
import { PhotoRefused } from './refusal.ts'
import { takenAt } from './taken-at.ts'
import type { QuarterTurns } from './turned.ts'

export type Variant = { width: number; height: number; webp: Buffer }

/** A photo as it is published: upright, in sRGB, without any metadata. */
export type RenderedPhoto = {
  /** Narrowest first; the last is the photo itself. */
  variants: Variant[]
  /** A blurred miniature as a `data:` URL of some 200 characters. */
  placeholder: string
  takenAt: Date | null
}

/** Pixels: a phone's grid, a phone's full width at its density, a desktop. */
export const widths: readonly number[] = [480, 960, 1920]
const largest = 1920
/** Keeps a very tall picture within what WebP (16,383) and a page can show. */
const tallest = 3840
const quality = 80
const timeoutSeconds = 60

type Pixels = { data: Buffer; info: OutputInfo }

/**
 * @param timeZone for photos whose EXIF date names none
 * @throws {PhotoRefused} with the reason; anything else is not the photo's fault
 */
export async function renderPhoto(
  file: Buffer,
  options: { timeZone: string; quarterTurns?: QuarterTurns },
): Promise<RenderedPhoto> {
  const kind = kindOf(file)
  const bytes = kind === 'jpeg' ? withoutRemarks(file) : file
  const sharp = await imageLibrary()
  if (kind === 'heic') requireHeic(sharp)
  const header = await readHeader(sharp, bytes)
  if ((header.pages ?? 1) > 1) throw animated(header.pages ?? 1)
  checkPixels(header)
  const pixels = await turn(sharp, await decode(sharp, bytes), options.quarterTurns ?? 0)
  const variants: Variant[] = []
  for (const width of widthsFor(pixels.info.width)) variants.push(await encode(sharp, pixels, width))
  return { variants, placeholder: await miniature(sharp, pixels), takenAt: takenAt(header.exif, options.timeZone) }
}

/** The usual widths below the photo's own, and its own. */
function widthsFor(own: number): number[] {
  return [...widths.filter((width) => width < own), own]
}

async function readHeader(sharp: ImageLibrary, bytes: Buffer): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata()
  } catch (error) {
    throw damaged(error)
  }
}

/** Opens the original once, at the size of the largest variant. Any warning left by now is of lost pixels. */
async function decode(sharp: ImageLibrary, bytes: Buffer): Promise<Pixels> {
  try {
    return await sharp(bytes, {
      autoOrient: true,
      failOn: 'warning',
      limitInputPixels: maxPixels,
      sequentialRead: true,
    })
      .resize({ width: largest, height: tallest, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .timeout({ seconds: timeoutSeconds })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
  } catch (error) {
    throw damaged(error)
  }
}

/** Within the same bounds as any other photo, for what was tall may be wide now. */
async function turn(sharp: ImageLibrary, pixels: Pixels, quarterTurns: QuarterTurns): Promise<Pixels> {
  if (quarterTurns === 0) return pixels
  const turned = await open(sharp, pixels)
    .rotate(90 * quarterTurns)
    .raw()
    .toBuffer({ resolveWithObject: true })
  if (turned.info.width <= largest) return turned
  return await open(sharp, turned).resize({ width: largest }).raw().toBuffer({ resolveWithObject: true })
}

async function encode(sharp: ImageLibrary, pixels: Pixels, width: number): Promise<Variant> {
  const { data, info } = await open(sharp, pixels)
    .resize({ width })
    .webp({ quality })
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, webp: data }
}

async function miniature(sharp: ImageLibrary, pixels: Pixels): Promise<string> {
  const webp = await open(sharp, pixels)
    .resize({ width: 24, height: 24, fit: 'inside' })
    .webp({ quality: 40 })
    .toBuffer()
  return `data:image/webp;base64,${webp.toString('base64')}`
}

function open(sharp: ImageLibrary, { data, info: { width, height, channels } }: Pixels) {
  return sharp(data, { raw: { width, height, channels } })
}

function damaged(error: unknown): PhotoRefused {
  const said = error instanceof Error ? error.message : String(error)
  if (/timeout/i.test(said)) {
    return new PhotoRefused(
      'takes_too_long',
      `takes more than ${timeoutSeconds} seconds to open; save it smaller`,
      error,
    )
  }
  if (/premature end|truncated|unexpected end|not enough|end of (file|stream|input)/i.test(said)) {
    return new PhotoRefused(
      'damaged',
      'is cut off: the file ends before the picture does. Copy it again from the camera',
      error,
    )
  }
  const detail = said.split('\n')[0]?.replace(/^(Input (buffer|file) has corrupt header: |Vips\w+: )/, '') ?? ''
  return new PhotoRefused(
    'damaged',
    `is damaged (${detail.slice(0, 120)}). Open it in a photo app and save it again`,
    error,
  )
}
