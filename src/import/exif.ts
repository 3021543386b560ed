/** The dates of a photo as its EXIF block (CIPA DC-008) words them; what is missing or unreadable is absent. */
export type ExifDates = {
  dateTimeOriginal?: string
  dateTimeDigitized?: string
  dateTime?: string
  offsetTimeOriginal?: string
  offsetTimeDigitized?: string
  offsetTime?: string
}

const imageTags: Tags = { 306: 'dateTime' }
const photoTags: Tags = {
  36867: 'dateTimeOriginal',
  36868: 'dateTimeDigitized',
  36880: 'offsetTime',
  36881: 'offsetTimeOriginal',
  36882: 'offsetTimeDigitized',
}
const photoDirectory = 0x8769

type Tags = Readonly<Record<number, keyof ExifDates>>
type Entry = { tag: number; type: number; count: number; at: number }

/** Readers of whole EXIF blocks turn dates into `Date`s, and so 30 February into 2 March; this one keeps the text. */
export function readExifDates(block: Buffer): ExifDates {
  const tiff = block.subarray(block.toString('latin1', 0, 6) === 'Exif\0\0' ? 6 : 0)
  const order = tiff.toString('latin1', 0, 2)
  if ((order !== 'II' && order !== 'MM') || tiff.length < 8) return {}
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length)
  const little = order === 'II'
  const entries = entriesOf(view, little, view.getUint32(4, little))
  const photo = entries.find(({ tag }) => tag === photoDirectory)
  return {
    ...textsOf(tiff, view, little, entries, imageTags),
    ...(photo
      ? textsOf(tiff, view, little, entriesOf(view, little, view.getUint32(photo.at + 8, little)), photoTags)
      : {}),
  }
}

/** @returns those that lie inside the block */
function entriesOf(view: DataView, little: boolean, offset: number): Entry[] {
  if (offset + 2 > view.byteLength) return []
  const there = Math.floor((view.byteLength - offset - 2) / 12)
  return Array.from({ length: Math.min(view.getUint16(offset, little), there) }, (_, index) => {
    const at = offset + 2 + index * 12
    return {
      tag: view.getUint16(at, little),
      type: view.getUint16(at + 2, little),
      count: view.getUint32(at + 4, little),
      at,
    }
  })
}

const ascii = 2
/** A date with its fraction and zone has some 30 characters. */
const longest = 64

function textsOf(tiff: Buffer, view: DataView, little: boolean, entries: Entry[], tags: Tags): ExifDates {
  const texts: ExifDates = {}
  for (const { tag, type, count, at } of entries) {
    const name = tags[tag]
    if (!name || type !== ascii || count > longest) continue
    const start = count <= 4 ? at + 8 : view.getUint32(at + 8, little) // four bytes fit into the entry itself
    texts[name] = tiff.toString('latin1', start, start + count).split('\0')[0] ?? ''
  }
  return texts
}
