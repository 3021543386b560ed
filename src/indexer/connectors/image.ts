import type { Connector } from '../document.ts'
import { cutIntoChunks } from './chunks.ts'
import { endingOf, nameOf } from './name.ts'
import { recogniseText } from './pdf/ocr.ts'

const endings = new Set(['jpg', 'jpeg', 'png', 'webp', 'avif', 'gif', 'heic', 'tif', 'tiff', 'bmp'])

/** A picture of a paper: read by the operator's OCR command, and refused without one. Where a word stands on it is not known. */
export const image: Connector = {
  name: 'image',
  accepts: ({ mediaType, url }) => mediaType.startsWith('image/') || endings.has(endingOf(url)),
  read: async (fetched, hints) => {
    const refuse = (code: string, reason: string) => ({ documents: [], refused: [{ url: fetched.url, code, reason }] })
    const command = process.env.PADDOCK_OCR
    if (!command)
      return refuse(
        'picture_without_text',
        'It is a picture. Add a PDF with text or a text file, or set PADDOCK_OCR to a command that reads pictures.',
      )
    const lines = await recogniseText(command, fetched.body, endingOf(fetched.url) || 'img', 1).catch(() => null)
    if (lines === null) return refuse('ocr_failed', 'The command of PADDOCK_OCR could not read it.')
    if (lines.length === 0) return refuse('no_text', 'There are no words on the picture.')
    const text = lines.join('\n')
    const document = {
      url: /^https?:/.test(fetched.url) ? fetched.url : null,
      kind: hints.kind,
      title: hints.title ?? nameOf(fetched.url),
      language: null,
      author: null,
      publishedAt: null,
      text,
      chunks: cutIntoChunks(text, [{ start: 0, end: text.length, heading: [] }]).chunks,
      subject: hints.subject,
      signals: { search: null, aiInput: null, aiTrain: null },
      links: [],
    }
    return { documents: [document], refused: [] }
  },
}
