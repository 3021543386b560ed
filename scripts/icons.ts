/** The icons of the installed page, from its mark: `node scripts/icons.ts`. They are committed. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

const folder = join(import.meta.dirname, '../src/web/public')
const paper = '#fbfbf9'
const mark = (await readFile(join(folder, 'mark.svg'), 'utf8')).replace(/@media\([^)]*\)\{[^}]*\}\}/, '')

/** @param share of its side that the mark takes; a mask may cut a fifth of a maskable one away */
async function icon(side: number, share: number): Promise<Buffer> {
  const inner = Math.round(side * share)
  const drawn = await sharp(Buffer.from(mark), { density: (72 * inner) / 26 })
    .resize(inner, inner)
    .png()
    .toBuffer()
  return await sharp({ create: { width: side, height: side, channels: 3, background: paper } })
    .composite([{ input: drawn }])
    .png({ compressionLevel: 9, palette: true })
    .toBuffer()
}

/** An ICO file of one PNG: a header of 6 bytes, an entry of 16. */
function ico(png: Buffer, side: number): Buffer {
  const head = Buffer.alloc(22)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(1, 4)
  head.writeUInt8(side, 6)
  head.writeUInt8(side, 7)
  head.writeUInt16LE(1, 10)
  head.writeUInt16LE(32, 12)
  head.writeUInt32LE(png.length, 14)
  head.writeUInt32LE(head.length, 18)
  return Buffer.concat([head, png])
}

await writeFile(join(folder, 'icon-192.png'), await icon(192, 0.76))
await writeFile(join(folder, 'icon-512.png'), await icon(512, 0.76))
await writeFile(join(folder, 'icon-maskable-512.png'), await icon(512, 0.54))
await writeFile(join(folder, 'apple-touch-icon.png'), await icon(180, 0.7))
await writeFile(join(folder, 'favicon.ico'), ico(await icon(32, 0.94), 32))
