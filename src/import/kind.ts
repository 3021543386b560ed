import { PhotoRefused } from './refusal.ts'

/** What a photo can be; the bytes say it, not the name. */
export type PhotoKind = 'jpeg' | 'png' | 'webp' | 'avif' | 'heic'

/**
 * The image library is only ever shown what begins like a photo: it also opens SVG and other formats that can do
 * more than be looked at.
 *
 * @throws {PhotoRefused} `empty`, `not_a_photo`, `unsupported_format`, `animated`
 */
export function kindOf(bytes: Buffer): PhotoKind {
  if (bytes.length === 0) throw new PhotoRefused('empty', 'is empty')
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg'
  if (startsWith(bytes, pngSignature)) return still(bytes)
  if (latin(bytes, 0, 4) === 'RIFF' && latin(bytes, 8, 12) === 'WEBP') return 'webp'
  if (latin(bytes, 4, 8) === 'ftyp') return brandOf(bytes)
  const other = others.find(({ magic }) => startsWith(bytes, magic))
  if (other) throw new PhotoRefused('unsupported_format', `is ${other.name}; only JPEG, PNG, WebP and AVIF are taken`)
  throw new PhotoRefused(
    'not_a_photo',
    `is not a photo: its content is ${isText(bytes) ? 'text' : 'not JPEG, PNG, WebP or AVIF'}`,
  )
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

const ascii = (text: string) => [...Buffer.from(text, 'latin1')]

const others = [
  { name: 'a GIF', magic: ascii('GIF8') },
  { name: 'a TIFF or raw file', magic: ascii('II*\0') },
  { name: 'a TIFF or raw file', magic: ascii('MM\0*') },
  { name: 'a BMP', magic: ascii('BM') },
  { name: 'a JPEG XL', magic: [0xff, 0x0a] },
  { name: 'a PDF', magic: ascii('%PDF') },
  { name: 'a zip archive', magic: ascii('PK\x03\x04') },
]

/** An animated PNG says so in an `acTL` chunk ahead of the pixels. */
function still(bytes: Buffer): PhotoKind {
  let at = pngSignature.length
  while (at + 12 <= bytes.length) {
    const type = latin(bytes, at + 4, at + 8)
    if (type === 'acTL') throw animated(bytes.readUInt32BE(at + 8))
    if (type === 'IDAT') break
    at += 12 + bytes.readUInt32BE(at)
  }
  return 'png'
}

export function animated(frames: number): PhotoRefused {
  return new PhotoRefused('animated', `is animated (${frames} frames); only single pictures are taken`)
}

const avifBrands = new Set(['avif', 'avis'])
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'])

/** The `ftyp` box names the format: a major brand, a version, then all that the file is compatible with. */
function brandOf(bytes: Buffer): PhotoKind {
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256)
  const brands: string[] = []
  for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4) brands.push(latin(bytes, at, at + 4))
  if (brands.some((brand) => avifBrands.has(brand))) return 'avif'
  if (brands.some((brand) => heicBrands.has(brand))) return 'heic'
  throw new PhotoRefused('not_a_photo', 'is not a photo but a video or something like it')
}

/** Printable from the first byte to the last that is looked at. */
function isText(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 512)
  return head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)
}

const startsWith = (bytes: Buffer, magic: readonly number[]) => magic.every((byte, n) => bytes[n] === byte)
const latin = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to)
