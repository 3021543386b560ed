import type { Metadata } from 'sharp'
import { PhotoRefused } from './refusal.ts'

/** Bytes of a file: the largest JPEGs of 200-megapixel phones stay below. */
export const maxFileBytes = 100 * 1024 * 1024
/** Pixels. Cameras and panoramas stay far below. */
export const maxSide = 30_000
/** The largest sensors in phones have 200 million. */
export const maxPixels = 250_000_000
/** Bytes that a format may need which cannot be read strip by strip. */
export const maxDecodedBytes = 512 * 1024 * 1024

/** @throws {PhotoRefused} `too_large` */
export function checkFileSize(bytes: number, limit = maxFileBytes): void {
  if (bytes > limit) {
    throw new PhotoRefused('too_large', `is too large: ${megabytes(bytes)}, and at most ${megabytes(limit)} are taken`)
  }
}

/**
 * Judges a photo by its header, before a pixel of it is read: a file of a few kilobytes can hold gigabytes.
 *
 * @throws {PhotoRefused} `too_many_pixels`
 */
export function checkPixels(header: Metadata): void {
  const { width, height } = header
  const size = `${width} x ${height} pixels`
  if (Math.max(width, height) > maxSide) {
    throw tooMany(`is too large: ${size}, and no side may be longer than ${maxSide.toLocaleString('en')}`)
  }
  if (width * height > maxPixels) {
    throw tooMany(`is too large: ${size}, and at most ${maxPixels / 1e6} megapixels are taken`)
  }
  const needs = width * height * bytesInMemory(header)
  if (needs > maxDecodedBytes) {
    throw tooMany(
      `is too large to open: ${size} stored so that ${megabytes(needs)} of memory are needed, and at most ` +
        `${megabytes(maxDecodedBytes)} are used. Save it smaller, or as a baseline (not progressive) JPEG`,
    )
  }
}

/** Bytes that each pixel takes while the whole picture is held, as measured; 0 where it is read strip by strip. */
function bytesInMemory({ format, isProgressive, channels, depth, chromaSubsampling }: Metadata): number {
  if (format === 'jpeg') return isProgressive ? 2 * (chromaSubsampling === '4:2:0' ? 1.5 : channels) : 0
  if (format === 'png') return isProgressive ? 2 * channels * (depth === 'ushort' ? 2 : 1) : 0
  return format === 'webp' ? 8 : 18
}

const tooMany = (message: string) => new PhotoRefused('too_many_pixels', message)

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toLocaleString('en', { maximumFractionDigits: 1 })} MB`
