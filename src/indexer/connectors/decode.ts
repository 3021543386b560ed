import { isUtf8 } from 'node:buffer'
import type { Fetched } from '../document.ts'

/** The text of a body, in the charset that {@link charsetOf} finds. */
export const decodeText = (fetched: Pick<Fetched, 'body' | 'charset'>): string =>
  new TextDecoder(charsetOf(fetched)).decode(fetched.body)

/**
 * The charset of a body: by its byte order mark, else the one that was named, else UTF-8 where it is valid, else Windows-1252, which is what
 * most old pages without a charset are. A charset that is named wrongly gives way to valid UTF-8.
 */
export function charsetOf({ body, charset }: Pick<Fetched, 'body' | 'charset'>): string {
  const mark = byteOrderMark(body)
  if (mark) return mark
  const valid = isUtf8(body)
  if (charset && !/^utf-?8$/i.test(charset) && isKnown(charset) && !(valid && hasMultibyte(body))) return charset
  return valid ? 'utf-8' : 'windows-1252'
}

function byteOrderMark(body: Uint8Array): string | null {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8'
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be'
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le'
  return null
}

function isKnown(charset: string): boolean {
  try {
    new TextDecoder(charset)
    return true
  } catch {
    return false
  }
}

/** Text in another charset is next to never valid UTF-8 with characters beyond ASCII. */
const hasMultibyte = (body: Uint8Array) => body.some((byte) => byte >= 0x80)

/** Whether a body is text at all: no NUL among its first bytes, unless a mark says UTF-16. */
export const isText = ({ body }: Pick<Fetched, 'body'>) =>
  byteOrderMark(body) !== null || !body.subarray(0, 4_096).includes(0)
