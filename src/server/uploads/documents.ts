import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { PaddockClient } from '../../client/client.ts'
import type { Json } from '../../client/database.generated.ts'
import { incomingFolder } from '../../import/data-folder-store.ts'
import type { Fetched, ParsedDocument, Refusal } from '../../indexer/document.ts'
import { mediaTypeOf } from '../../indexer/media-type.ts'
import { addressKey } from '../address.ts'
import { ApiError } from '../api-error.ts'
import { corsHeaders } from '../cors.ts'
import { receiveFile } from './receive.ts'
import { createTurns } from './turns.ts'

const megabyte = 1024 * 1024
/** A PDF is read page by page in a process of its own; anything else is in memory as a whole. */
const most = { pdf: 30 * megabyte, other: 5 * megabyte }
const endings = /\.(?:pdf|txt|text|md|markdown|csv|tsv|jpe?g|png|webp|avif|gif|heic|tiff?|bmp)$/i

type Added = { document_id: string; status: 'stored' | 'duplicate'; refused: Refusal[] }

export type DocumentUploads = {
  /** @param client is whoever sent the request, and owns the vehicle */
  add: (
    request: Request,
    client: PaddockClient,
    vehicleId: string,
    remoteAddress: string | undefined,
  ) => Promise<Response>
}

/**
 * `POST /upload/v1/documents?vehicle_id=...&name=build-sheet.pdf[&title=...][&ai_input=no]`: the body is the file, a PDF, text, Markdown or
 * table, or a picture where PADDOCK_OCR is set. 201 and `{ document_id, status: 'stored', refused }`, or 200 and `status: 'duplicate'`;
 * `refused` names pages that could not be read. What cannot be read at all is 422 with the reader's code and reason.
 */
export function createDocumentUploads(dataDir: string): DocumentUploads {
  const turns = createTurns(1, { all: 20, client: 5 })
  return {
    add: async (request, client, vehicleId, remoteAddress) => {
      const { searchParams } = new URL(request.url)
      const name = basename((searchParams.get('name') ?? '').replaceAll('\\', '/')).slice(0, 200)
      if (!endings.test(name))
        throw new ApiError(
          422,
          'unsupported_format',
          'A document is a PDF, a text, Markdown, a table or a picture, and `name` ends as such.',
        )
      const isPdf = /\.pdf$/i.test(name)
      const received = await receiveFile(request, incomingFolder(dataDir), isPdf ? most.pdf : most.other)
      try {
        const title = searchParams.get('title')?.trim().slice(0, 400)
        const work = async () => {
          const { document, refused } = await read(received.path, name, title)
          if (searchParams.get('ai_input') === 'no') document.signals.aiInput = false
          return { ...(await store(client, vehicleId, document, received.contentHash)), refused }
        }
        const added = turns.take(addressKey(remoteAddress), work)
        if (!added) throw busy()
        return answer(await added)
      } finally {
        await received.remove()
      }
    },
  }
}

async function read(
  path: string,
  name: string,
  title: string | undefined,
): Promise<{ document: ParsedDocument; refused: Refusal[] }> {
  const { readFetched } = await import('../../indexer/connectors/index.ts') // readers take memory, and most servers get no documents
  const body = new Uint8Array(await readFile(path))
  const fetched: Fetched = {
    url: name,
    mediaType: mediaTypeOf(name),
    charset: null,
    body,
    headers: {},
    fetchedAt: new Date(),
  }
  const { documents, refused } = await readFetched(fetched, {
    kind: 'owner_document',
    subject: {},
    ...(title ? { title } : {}),
  })
  const [document] = documents
  if (documents.length > 1 && documents[0]?.chunks[0]?.fields)
    throw new ApiError(422, 'too_many_rows', 'A table has at most 5,000 rows. Add it in parts.')
  if (documents.length > 1)
    throw new ApiError(422, 'document_too_long', 'A document has at most 2,000,000 characters. Add it in parts.')
  if (document) return { document, refused }
  throw new ApiError(422, refused[0]?.code ?? 'no_text', refused[0]?.reason ?? 'There is no text in it.')
}

/** As the caller: the database decides whose vehicle it is. */
async function store(client: PaddockClient, vehicleId: string, parsed: ParsedDocument, sha256: string) {
  const { toStored } = await import('../../indexer/store.ts')
  const document = toStored(parsed, { sha256, fetchedAt: new Date() })
  const { data, error, status } = await client.rpc('add_owner_document', {
    vehicle_id: vehicleId,
    document: document as Json,
  })
  if (error) {
    const message = [error.message, error.hint].filter(Boolean).join(' ')
    // What the database has against the document is the file's fault.
    throw new ApiError([400, 409].includes(status) ? 422 : status, error.details || error.code, message)
  }
  return data as { document_id: string; status: Added['status'] }
}

const busy = () =>
  new ApiError(503, 'busy', 'Many documents are being read. Send this one again in a moment.', {
    headers: { 'retry-after': '5' },
  })

const answer = (added: Added) =>
  Response.json(added, { status: added.status === 'stored' ? 201 : 200, headers: Object.fromEntries(corsHeaders) })
