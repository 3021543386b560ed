import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { checkPixels } from '../../../src/import/limits.ts'
import { PhotoRefused } from '../../../src/import/refusal.ts'
import { renderPhoto } from '../../../src/import/render.ts'
import { flat, phonePhoto, photo, quarters } from '../../support/pictures.ts'
import fc from '../../support/property.ts'

describe('refused, with the reason', () => {
  test.each<[string, () => Buffer | Promise<Buffer>, string, RegExp]>([
    ['a file of zero bytes', () => Buffer.alloc(0), 'empty', /^is empty$/],
    ['text named .jpg', () => Buffer.from('Just a note.\n'), 'not_a_photo', /content is text/],
    ['an SVG, which could do more than be looked at', () => Buffer.from('<svg xmlns="x"/>'), 'not_a_photo', /is text/],
    ['random bytes', () => Buffer.from([1, 2, 3, 250, 251, 252]), 'not_a_photo', /not JPEG, PNG, WebP or AVIF/],
    ['a zip archive', () => Buffer.from('PK\x03\x04 and so on', 'latin1'), 'unsupported_format', /a zip archive/],
    ['a GIF', () => flat(20, 20).gif().toBuffer(), 'unsupported_format', /a GIF; only JPEG/],
    ['a TIFF', () => flat(20, 20).tiff().toBuffer(), 'unsupported_format', /a TIFF or raw file/],
    ['HEIC', heic, 'unsupported_format', /HEIC.*Convert it to JPEG/],
    ['a video', () => box('mp42', 'isom'), 'not_a_photo', /a video/],
    ['an animated WebP', animatedWebp, 'animated', /animated \(3 frames\)/],
    ['an animated PNG', animatedPng, 'animated', /animated \(7 frames\)/],
    ['a JPEG cut in half', async () => half(await photo(1)), 'damaged', /cut off/],
    ['a PNG cut in half', async () => half(await noisy().png().toBuffer()), 'damaged', /cut off|damaged/],
    ['a WebP cut in half', async () => half(await noisy().webp().toBuffer()), 'damaged', /cut off|damaged/],
    ['an AVIF cut in half', async () => half(await noisy().avif().toBuffer()), 'damaged', /cut off|damaged/],
    ['a JPEG with scrambled pixels', scrambled, 'damaged', /damaged|cut off/],
    ['only the first bytes of a JPEG', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'damaged', /damaged|cut off/],
    ['only the first bytes of a PNG', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'damaged', /damaged|cut off/],
    ['a side of 40,000 pixels', () => flat(40_000, 40).png().toBuffer(), 'too_many_pixels', /40000 x 40.*30,000/],
  ])('%s', async (_, make, code, reason) => {
    const refusal = await refusalOf(await make())
    expect(refusal).toMatchObject({ code })
    expect(refusal?.message).toMatch(reason)
    expect(refusal?.message.length).toBeLessThan(260)
  })
})

test('a bomb of 40,000 by 40,000 pixels in a small file is refused by its header, at once', async () => {
  const bomb = pngOfZeros(40_000, 40_000, 1_000)
  expect(bomb.length).toBeLessThan(200_000)
  const before = process.cpuUsage()
  expect(await refusalOf(bomb)).toMatchObject({
    code: 'too_many_pixels',
    message: expect.stringContaining('40000 x 40000'),
  })
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(1_000) // milliseconds of work, however busy the machine
})

test('a bomb within the sides but beyond 250 megapixels is refused, too', async () => {
  const refusal = await refusalOf(pngOfZeros(20_000, 20_000, 100))
  expect(refusal?.message).toMatch(/at most 250 megapixels/)
})

test.each([
  ['a baseline JPEG of 200 megapixels', { format: 'jpeg', channels: 3, isProgressive: false }, true],
  ['a progressive one', { format: 'jpeg', channels: 3, isProgressive: true, chromaSubsampling: '4:4:4' }, false],
  ['a PNG', { format: 'png', channels: 4, depth: 'ushort', isProgressive: false }, true],
  ['an interlaced PNG', { format: 'png', channels: 4, depth: 'ushort', isProgressive: true }, false],
  ['AVIF', { format: 'heif', channels: 3 }, false],
])('%s is judged by the memory it needs', (_, header, taken) => {
  const judge = () => checkPixels({ width: 16_320, height: 12_240, ...header } as Parameters<typeof checkPixels>[0])
  if (taken) expect(judge).not.toThrow()
  else expect(judge).toThrow(/megapixels|memory/)
})

describe('a JPEG of which the decoder remarks on something is taken as long as all its pixels are there', () => {
  test.each<[string, (jpeg: Buffer) => Buffer]>([
    ['a scan header with an odd spectral range, of whole phone families', oddScanHeader],
    ['stray bytes between segments', (jpeg) => inserted(jpeg, marker(jpeg, 0xc4), Buffer.from([0, 0, 7, 1]))],
    ['an Adobe segment with a colour transform nobody knows', (jpeg) => inserted(jpeg, 2, adobeSegment(7))],
    ['a JFIF segment of a version to come', (jpeg) => inserted(jpeg, 2, jfifSegment(3))],
    ['bytes after the end', (jpeg) => Buffer.concat([jpeg, Buffer.alloc(50, 7)])],
    ['only the end marker missing', (jpeg) => jpeg.subarray(0, -2)],
  ])('%s', async (_, change) => {
    const { variants } = await renderPhoto(change(await photo(3)), { timeZone: 'UTC' })
    const untouched = await renderPhoto(await photo(3), { timeZone: 'UTC' })
    expect(variants.at(-1)?.webp.equals(untouched.variants.at(-1)?.webp as Buffer)).toBe(true)
  })

  test.each<[string, (jpeg: Buffer) => Buffer]>([
    ['cut off within its pixels', (jpeg) => jpeg.subarray(0, -200)],
    ['cut off, with an end marker put on', (jpeg) => Buffer.concat([jpeg.subarray(0, -200), jpeg.subarray(-2)])],
    ['of an odd scan header', (jpeg) => oddScanHeader(jpeg).subarray(0, -200)],
  ])('but not when pixels are missing: %s', async (_, change) => {
    const jpeg = await noisy().jpeg({ quality: 90 }).toBuffer()
    expect(await refusalOf(change(jpeg))).toMatchObject({ code: 'damaged', message: expect.stringMatching(/cut off/) })
  })
})

test('bytes left over after the pixels of a scan are refused: a scan whose place was lost leaves them, too', async () => {
  const jpeg = await noisy().jpeg({ progressive: true, quality: 90 }).toBuffer()
  const firstScan = marker(jpeg, 0xda)
  const behind = firstScan + jpeg.subarray(firstScan).indexOf(Buffer.from([0xff, 0xc4]))
  expect(await refusalOf(jpeg)).toBeNull()
  expect(await refusalOf(inserted(jpeg, behind, Buffer.alloc(16, 7)))).toMatchObject({ code: 'damaged' })
})

test('damaged EXIF costs a photo its date, not its place', async () => {
  const bytes = await quarters({ width: 40, height: 30 })
    .withExif({ IFD0: { DateTime: '2021:05:06 07:08:09' } })
    .jpeg()
    .toBuffer()
  const tiff = bytes.indexOf('Exif\0\0') + 6
  bytes.writeUInt32LE(0xfffffff0, tiff + 4) // the first directory is said to be far outside
  expect(await refusalOf(bytes)).toBeNull()
})

test('whatever has happened to a file, it is taken or refused with a reason: nothing else is thrown', async () => {
  const picture = quarters({ width: 60, height: 40 }, 6)
  const originals = await Promise.all(
    [phonePhoto(), picture.clone().png(), picture.clone().webp(), picture.clone().avif()].map(async (made) =>
      Buffer.from(await ('toBuffer' in made ? made.toBuffer() : made)),
    ),
  )
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...originals), damage, async (original, changes) => {
      const bytes = Buffer.from(original)
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      const refusal = await refusalOf(bytes)
      if (refusal) expect(refusal.message).toMatch(/^(is|takes) /)
    }),
    { numRuns: 200 },
  )
})

/** @returns null when the photo is taken; what is not a refusal is thrown on */
async function refusalOf(bytes: Buffer): Promise<PhotoRefused | null> {
  try {
    await renderPhoto(bytes, { timeZone: 'UTC' })
    return null
  } catch (error) {
    if (error instanceof PhotoRefused) return error
    throw error
  }
}

const marker = (jpeg: Buffer, code: number) => jpeg.indexOf(Buffer.from([0xff, code]))
const inserted = (bytes: Buffer, at: number, more: Buffer) =>
  Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)])

function oddScanHeader(jpeg: Buffer): Buffer {
  const bytes = Buffer.from(jpeg)
  const scan = marker(bytes, 0xda)
  bytes[scan + 5 + 2 * (bytes[scan + 4] ?? 0) + 1] = 0 // the last coefficient: 63 in every sequential JPEG
  return bytes
}

const adobeSegment = (transform: number) =>
  Buffer.concat([Buffer.from([0xff, 0xee, 0, 14]), Buffer.from('Adobe'), Buffer.from([0, 100, 0, 0, 0, 0, transform])])
const jfifSegment = (version: number) =>
  Buffer.concat([
    Buffer.from([0xff, 0xe0, 0, 16]),
    Buffer.from('JFIF\0', 'latin1'),
    Buffer.from([version, 1, 0, 0, 1, 0, 1, 0, 0]),
  ])

const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)

const noisy = () =>
  sharp({
    create: {
      width: 200,
      height: 150,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })

async function scrambled(): Promise<Buffer> {
  const bytes = Buffer.from(await noisy().jpeg({ quality: 90 }).toBuffer())
  for (let at = bytes.length >> 1; at < (bytes.length >> 1) + 400; at++) bytes[at] = (at * 37) & 0xff
  return bytes
}

async function animatedWebp(): Promise<Buffer> {
  const frames = await Promise.all(
    [1, 2, 3].map((n) =>
      flat(20, 20)
        .tint({ r: n * 80, g: 0, b: 0 })
        .png()
        .toBuffer(),
    ),
  )
  return await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer()
}

async function animatedPng(): Promise<Buffer> {
  const png = await flat(20, 20).png().toBuffer()
  const control = Buffer.alloc(20)
  control.writeUInt32BE(8, 0)
  control.write('acTL', 4, 'latin1')
  control.writeUInt32BE(7, 8) // frames
  return Buffer.concat([png.subarray(0, 33), control, png.subarray(33)])
}

/** An ISO media file's first box. */
function box(...brands: string[]): Buffer {
  const [major = '', ...others] = brands
  const text = ['ftyp', major, '\0\0\0\0', ...others].join('')
  const head = Buffer.alloc(4)
  head.writeUInt32BE(4 + text.length)
  return Buffer.concat([head, Buffer.from(text, 'latin1'), Buffer.alloc(64)])
}

const heic = () => box('heic', 'mif1', 'heic')

/** A PNG whose header promises width x height grey pixels, of which `rows` rows of zeros are there. */
function pngOfZeros(width: number, height: number, rows: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const pixels = deflateSync(Buffer.alloc((width + 1) * rows), { level: 9 })
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)])
}
