import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { blocksOf, probe } from './connectors/csv/blocks.ts'
import { readTable } from './connectors/csv/index.ts'
import { mostHtmlBytes, tooMuchMarkup } from './connectors/html/limits.ts'
import { connectors, readFetched } from './connectors/index.ts'
import { Markdown, markdown } from './connectors/markdown.ts'
import { PlainText, plainText, readText, type TextFormat } from './connectors/plain-text.ts'
import { partCharacters, textParts } from './connectors/text-parts.ts'
import type { Fetched, Hints, ParsedDocument, Refusal } from './document.ts'
import { mediaTypeOf } from './media-type.ts'

const mostFileBytes = 200 * 1024 * 1024
/** A table is read as it streams: it is as large as the disk can bear. */
const mostTableBytes = 4 * 1024 ** 3
const streamedTableBytes = 1024 * 1024
/** Less is one document either way. */
const streamedTextBytes = partCharacters

export type Part = { document: ParsedDocument; sha256: string; fetchedAt: Date } | { refused: Refusal }

/** What a file holds. A large table or text comes document by document, so that no more of it is in memory. */
export async function* readParts(file: string, name: string, hints: Hints): AsyncGenerator<Part> {
  const { size } = await stat(file)
  const mediaType = mediaTypeOf(file)
  if (/html/.test(mediaType) && size > mostHtmlBytes) {
    yield { refused: { url: name, code: 'too_large', reason: tooMuchMarkup } }
    return
  }
  const isTable = /^text\/(?:csv|tab-separated-values)$/.test(mediaType)
  if (size > (isTable ? mostTableBytes : mostFileBytes)) {
    const most = isTable ? '4 GB' : '200 MB'
    yield { refused: { url: name, code: 'too_large', reason: `It is larger than ${most}.` } }
    return
  }
  if (isTable && size > streamedTableBytes) {
    const { sha256, charset } = await probe(file)
    const about = { url: name, mediaType }
    for await (const part of readTable(blocksOf(createReadStream(file), charset), about, hints))
      yield 'refused' in part ? part : { ...part, sha256, fetchedAt: new Date() }
    return
  }
  const format = size > streamedTextBytes ? await textFormatOf(file, name, hints) : null
  if (format) {
    const { sha256, charset } = await probe(file)
    for await (const part of readText(textParts(createReadStream(file), charset), name, hints, format))
      yield 'refused' in part ? part : { ...part, sha256, fetchedAt: new Date() }
  } else {
    const body = new Uint8Array(await readFile(file))
    const fetched = { url: name, mediaType, charset: null, body, headers: {}, fetchedAt: new Date() }
    yield* partsOf(await readFetched(fetched, hints), fetched)
  }
}

/** Of a file of running text, as its first bytes are judged; null for any other. */
async function textFormatOf(file: string, name: string, hints: Hints): Promise<TextFormat | null> {
  const mediaType = mediaTypeOf(file)
  if (!/^text\/(?:plain|markdown)$/.test(mediaType)) return null
  let body: Uint8Array = new Uint8Array()
  for await (const bytes of createReadStream(file, { end: 4_095 }) as AsyncIterable<Buffer>) body = bytes
  const fetched = { url: name, mediaType, charset: null, body, headers: {}, fetchedAt: new Date() }
  const reader = connectors.find(({ accepts }) => accepts(fetched, hints))
  if (reader === markdown) return new Markdown(hints)
  return reader === plainText ? new PlainText() : null
}

/** What one body holds. */
export function partsOf(
  { documents, refused }: { documents: ParsedDocument[]; refused: Refusal[] },
  fetched: Fetched,
): Part[] {
  const sha256 = createHash('sha256').update(fetched.body).digest('hex')
  return [
    ...documents.map((document) => ({ document, sha256, fetchedAt: fetched.fetchedAt })),
    ...refused.map((refusal) => ({ refused: refusal })),
  ]
}

/** A file, or those of a folder in order, without hidden ones. */
export async function filesOf(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
