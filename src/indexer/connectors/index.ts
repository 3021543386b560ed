import type { Connector, Fetched, Hints, ParsedDocument, Refusal } from '../document.ts'
import { csvTable } from './csv/index.ts'
import { htmlPage } from './html/index.ts'
import { image } from './image.ts'
import { markdown } from './markdown.ts'
import { pdf } from './pdf/index.ts'
import { plainText } from './plain-text.ts'
import { nhtsa } from './public-data/nhtsa.ts'
import { vpic } from './public-data/vpic.ts'

/** In this order: the first that accepts reads. Plain text, which accepts most, is last. */
export const connectors: Connector[] = [pdf, image, htmlPage, csvTable, nhtsa, vpic, markdown, plainText]

export type Read = { documents: ParsedDocument[]; refused: Refusal[] }

/**
 * Reads what was fetched with the connector for its format.
 *
 * @returns documents, and what was refused with its reason; nothing is thrown for bad input
 */
export async function readFetched(fetched: Fetched, hints: Hints): Promise<Read> {
  const connector = connectors.find(({ accepts }) => accepts(fetched, hints))
  if (!connector) {
    const reason = `Nothing here reads ${fetched.mediaType || 'files of this kind'}.`
    return { documents: [], refused: [{ url: fetched.url, code: 'unknown_format', reason }] }
  }
  if (fetched.body.byteLength === 0) {
    return { documents: [], refused: [{ url: fetched.url, code: 'empty', reason: 'There is nothing in it.' }] }
  }
  try {
    return await connector.read(fetched, hints)
  } catch (error) {
    const reason = `Reading it failed: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`
    return { documents: [], refused: [{ url: fetched.url, code: 'unreadable', reason }] }
  }
}
