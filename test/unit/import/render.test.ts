import sharp from 'sharp'
import { expect, test } from 'vitest'
import { renderPhoto } from '../../../src/import/render.ts'
import { corners, flat, phonePhoto, quarters } from '../../support/pictures.ts'

const render = (bytes: Buffer) => renderPhoto(bytes, { timeZone: 'UTC' })

/** The colours a twentieth in from the four corners. */
async function cornersOf(picture: Buffer): Promise<number[][]> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => {
    const pixel = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
    return [...data.subarray(pixel, pixel + 3)]
  }
  return [at(0.05, 0.05), at(0.95, 0.05), at(0.05, 0.95), at(0.95, 0.95)]
}

function expectLike(found: number[][], tolerance: number) {
  for (const [n, corner] of corners.entries()) {
    for (const [channel, value] of corner.entries()) {
      expect(Math.abs((found[n]?.[channel] ?? -1000) - value), `corner ${n}, channel ${channel}`).toBeLessThan(
        tolerance,
      )
    }
  }
}

test.each(
  [1, 2, 3, 4, 5, 6, 7, 8].flatMap((orientation) =>
    (['jpeg', 'png', 'webp'] as const).map((format) => ({ orientation, format })),
  ),
)(
  'EXIF orientation $orientation in a $format: the photo stands upright in every width',
  async ({ orientation, format }) => {
    const bytes = await quarters({ width: 1000, height: 600 }, orientation).toFormat(format).toBuffer()
    const { variants } = await render(bytes)
    expect(variants.map(({ width, height }) => [width, height])).toEqual([
      [480, 288],
      [960, 576],
      [1000, 600],
    ])
    for (const { webp } of variants) expectLike(await cornersOf(webp), 16)
  },
)

test('what is published has no place, no date, no camera, no name and no profile in it', async () => {
  const bytes = await phonePhoto()
  expect(await sharp(bytes).metadata()).toMatchObject({
    exif: expect.any(Buffer),
    xmp: expect.any(Buffer),
    icc: expect.any(Buffer),
  })
  const { variants, placeholder } = await render(bytes)
  for (const picture of [...variants.map(({ webp }) => webp), dataOf(placeholder)]) {
    const { exif, xmp, icc, iptc, tifftagPhotoshop, comments } = await sharp(picture).metadata()
    expect({ exif, xmp, icc, iptc, tifftagPhotoshop, comments }).toEqual({})
    expect(chunksOf(picture).filter((name) => !['VP8 ', 'VP8L', 'VP8X', 'ALPH'].includes(name))).toEqual([])
    for (const secret of ['Phone', 'SERIAL', 'house', 'Private', 'GPS', '2021']) {
      expect(picture.includes(secret)).toBe(false)
    }
  }
})

test('a large photo comes in three widths; its own size is not one of them', async () => {
  const { variants } = await render(await flat(6000, 4000).jpeg().toBuffer())
  expect(variants.map(({ width, height }) => [width, height])).toEqual([
    [480, 320],
    [960, 640],
    [1920, 1280],
  ])
  for (const { webp, width, height } of variants) {
    expect(await sharp(webp).metadata()).toMatchObject({ format: 'webp', width, height })
  }
})

test('a small photo is not enlarged, and a very tall one fits into what WebP can hold', async () => {
  const small = await render(await flat(300, 200).png().toBuffer())
  expect(small.variants.map(({ width, height }) => [width, height])).toEqual([[300, 200]])
  const tall = await render(await flat(1000, 29_000).png().toBuffer())
  expect(tall.variants.at(-1)).toMatchObject({ width: 132, height: 3840 })
  const line = await render(await flat(20_000, 1).png().toBuffer())
  expect(line.variants.at(-1)).toMatchObject({ width: 1920, height: 1 })
})

test('the placeholder is a small data URL of the same proportions', async () => {
  const { placeholder } = await render(await quarters({ width: 600, height: 400 }).jpeg().toBuffer())
  expect(placeholder).toMatch(/^data:image\/webp;base64,[A-Za-z0-9+/]+=*$/)
  expect(placeholder.length).toBeLessThan(600)
  expect(await sharp(dataOf(placeholder)).metadata()).toMatchObject({ width: 24, height: 16 })
})

test.each([
  ['CMYK, from a print shop', () => picture().toColourspace('cmyk').jpeg({ quality: 95 }), 60],
  ['16 bits a channel, from a raw converter', () => picture().toColourspace('rgb16').png(), 16],
  ['Display P3, from a phone', () => picture().withIccProfile('p3').jpeg({ quality: 95 }), 16],
  ['an interlaced PNG', () => picture().png({ progressive: true }), 16],
  ['a progressive JPEG', () => picture().jpeg({ progressive: true, quality: 95 }), 16],
  ['a palette PNG', () => picture().png({ palette: true }), 16],
  ['AVIF', () => picture().avif({ quality: 80 }), 16],
] as const)('%s becomes 8-bit sRGB with the same colours', async (_, make, tolerance) => {
  const { variants } = await render(await make().toBuffer())
  const webp = variants.at(-1)?.webp as Buffer
  expect(await sharp(webp).metadata()).toMatchObject({ space: 'srgb', depth: 'uchar', channels: 3 })
  expectLike(await cornersOf(webp), tolerance)
})

test('a grey photo stays grey, and a transparent one transparent', async () => {
  const grey = await render(await picture().greyscale().toColourspace('b-w').jpeg().toBuffer())
  for (const [r, g, b] of await cornersOf(grey.variants.at(-1)?.webp as Buffer)) {
    expect(Math.abs((r ?? 0) - (g ?? 0)) + Math.abs((g ?? 0) - (b ?? 0))).toBeLessThan(8)
  }
  const clear = await render(await picture().ensureAlpha(0.5).png().toBuffer())
  expect(await sharp(clear.variants.at(-1)?.webp).metadata()).toMatchObject({ hasAlpha: true })
})

test('the date is the one in EXIF, at its offset', async () => {
  const { takenAt } = await render(await phonePhoto({ OffsetTimeOriginal: '+02:00' }))
  expect(takenAt?.toISOString()).toBe('2021-05-06T05:08:09.000Z')
})

const picture = () => quarters({ width: 400, height: 300 })

const dataOf = (url: string) => Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')

/** Names of a WebP file's RIFF chunks. */
function chunksOf(webp: Buffer): string[] {
  const names: string[] = []
  for (let at = 12; at + 8 <= webp.length; at += 8 + webp.readUInt32LE(at + 4) + (webp.readUInt32LE(at + 4) % 2)) {
    names.push(webp.toString('latin1', at, at + 4))
  }
  return names
}
