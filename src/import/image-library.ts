import type Sharp from 'sharp'
import { PhotoRefused } from './refusal.ts'

export type ImageLibrary = typeof Sharp

let loading: Promise<ImageLibrary> | undefined

/**
 * sharp, loaded when the first photo comes: what never sees one neither waits for it nor needs it on its platform.
 *
 * @throws {Error} saying how to install it where this platform's part is missing
 */
export function imageLibrary(): Promise<ImageLibrary> {
  loading ??= load()
  return loading
}

async function load(): Promise<ImageLibrary> {
  const { default: sharp } = await import('sharp').catch((error: unknown) => {
    throw new Error(
      `The image library has no part for ${process.platform} on ${process.arch}. Run: npm install --include=optional sharp`,
      { cause: error },
    )
  })
  sharp.cache(false) // no photo is opened twice
  sharp.concurrency(2) // threads for each photo; memory grows with them
  return sharp
}

/** @throws {PhotoRefused} unless the library was built with an HEVC decoder, which the one from npm is not */
export function requireHeic(sharp: ImageLibrary): void {
  const suffixes: readonly string[] = sharp.format.heif.input.fileSuffix ?? []
  if (suffixes.includes('.heic')) return
  throw new PhotoRefused(
    'unsupported_format',
    'is HEIC, which the image library here cannot open. Convert it to JPEG (on a Mac: sips -s format jpeg), ' +
      'or set the phone to save "Most Compatible"',
  )
}
