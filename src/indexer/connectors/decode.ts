import type { Fetched } from '../document.ts'

/**
 * The text of a body: by its byte order mark, else by the charset that was named, else as UTF-8 where it is valid, else as Windows-1252,
 * which is what most old pages without a charset are. A charset that is named wrongly gives way to valid UTF-8.
 */
export function decodeText({ body, charset }: Pick<Fetched, 'body' | 'charset'>): string {
  const mark = byteOrderMark(body)
  if (mark) return new TextDecoder(mark).decode(body)
  if (charset && !/^utf-?8$/i.test(charset)) {
    const named = decoder(charset)
    if (named && !isUtf8WithMultibyte(body)) return named.decode(body)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return new TextDecoder('windows-1252').decode(body)
  }
}

function byteOrderMark(body: Uint8Array): string | null {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8'
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be'
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le'
  return null
}

function decoder(charset: string): TextDecoder | null {
  try {
    return new TextDecoder(charset)
  } catch {
    return null
  }
}

/** Text in another charset is next to never valid UTF-8 with characters beyond ASCII. */
function isUtf8WithMultibyte(body: Uint8Array): boolean {
  if (!body.some((byte) => byte >= 0x80)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body)
    return true
  } catch {
    return false
  }
}

/** Whether a body is text at all: no NUL among its first bytes, unless a mark says UTF-16. */
export const isText = ({ body }: Pick<Fetched, 'body'>) =>
  byteOrderMark(body) !== null || !body.subarray(0, 4_096).includes(0)
