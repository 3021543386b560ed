import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** As much of a table is cut into rows at a time, and twice as much where a quote is not closed. */
const blockCharacters = 256 * 1024

/** The digest of a file's bytes, and the charset that all of it is valid in. */
export async function probe(file: string): Promise<{ sha256: string; charset: string }> {
  const hash = createHash('sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let charset = ''
  for await (const bytes of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(bytes)
    if (charset === '') charset = byMark(bytes)
    if (charset === 'utf-8') charset = isValid(decoder, bytes) ? 'utf-8' : 'windows-1252'
  }
  return { sha256: hash.digest('hex'), charset: charset || 'utf-8' }
}

function byMark([first, second]: Buffer): string {
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8'
}

function isValid(decoder: TextDecoder, bytes: Buffer): boolean {
  try {
    decoder.decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** A body that is there, in pieces. */
export function* piecesOf(body: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < body.byteLength; at += blockCharacters) yield body.subarray(at, at + blockCharacters)
}

/**
 * A table's text in blocks that end with a line, and not within a quoted value: where the quotes before the end of a line are even in number.
 * A quote that is never closed does not make a block longer than twice the usual.
 */
export async function* blocksOf(
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  charset: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(charset)
  let text = ''
  for await (const some of bytes) {
    text += decoder.decode(some, { stream: true })
    if (text.length < blockCharacters) continue
    const end = endOfBlock(text)
    if (end === 0) continue
    yield text.slice(0, end)
    text = text.slice(end)
  }
  text += decoder.decode()
  if (text !== '') yield text
}

/** 0 where the block must go on. */
function endOfBlock(text: string): number {
  let end = text.lastIndexOf('\n') + 1
  let quotes = 0
  for (let at = text.indexOf('"'); at >= 0 && at < end; at = text.indexOf('"', at + 1)) quotes += 1
  if (quotes % 2 === 0 && end > 0) return end
  if (text.length >= 2 * blockCharacters) return end || text.length
  // The last value with a quote may go on over several lines: the block ends before it.
  const open = text.lastIndexOf('"', end)
  end = text.lastIndexOf('\n', open) + 1
  return end > blockCharacters / 2 ? end : 0
}
