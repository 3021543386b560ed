import type { PaddockClient } from './client.ts'
import { refusal, unwrap } from './errors.ts'
import { isUuid } from './ids.ts'
import { addressOf, callerHeaders } from './inside.ts'
import { errorOf, parseAnswer, sendFile, type UploadOptions } from './upload.ts'

export type OwnerDocument = {
  id: string
  title: string
  characters: number
  pages: number | null
  addedAt: string
  mayAiInput: boolean
  /** SHA-256 of the file, hexadecimal: it proves what it was without showing it. */
  sha256: string
}

export type AddedDocument = {
  documentId: string
  /** The vehicle had this very file already. */
  duplicate: boolean
  /** What of it could not be read, such as a page that is a picture. */
  refused: { url: string; code: string; reason: string }[]
}

/**
 * Adds a document to a vehicle of the signed-in member: a build sheet, a receipt. Its owner finds and reads it, and nobody else; when the
 * vehicle changes hands it goes along. Needs a Paddock server; elsewhere read the file yourself and call `add_owner_document`.
 *
 * @param file PDF up to 30 MB; text, Markdown or CSV up to 5 MB; a picture where the server has an OCR command
 * @param name by whose ending it is known what it is; a `File` has one
 * @param aiInput false keeps it from models
 * @throws {PaddockError} `not_signed_in`, `not_allowed`, `unknown_vehicle`, `too_many_documents_of_a_vehicle`, `too_many_requests`, `offline`, `busy`; or why the file is not
 * taken: `too_large`, `unsupported_format`, `encrypted`, `damaged`, `scanned`, `picture_without_text`, `no_text`, `document_too_long`
 * @example
 * await addDocument(client, vehicleId, input.files[0])
 */
export async function addDocument(
  client: PaddockClient,
  vehicleId: string,
  file: Blob & { name?: string },
  options: Omit<UploadOptions, 'timeZone'> & { name?: string; title?: string; aiInput?: boolean } = {},
): Promise<AddedDocument> {
  const url = addressOf(client, 'upload/v1/documents')
  url.searchParams.set('vehicle_id', vehicleId)
  url.searchParams.set('name', options.name ?? file.name ?? '')
  if (options.title) url.searchParams.set('title', options.title)
  if (options.aiInput === false) url.searchParams.set('ai_input', 'no')
  const { status, text } = await sendFile(url, await callerHeaders(client), file, options)
  if (status !== 200 && status !== 201) throw errorOf({ status, text })
  const {
    document_id,
    status: what,
    refused,
  } = parseAnswer(text) as { document_id: string; status: string; refused: AddedDocument['refused'] }
  return { documentId: document_id, duplicate: what === 'duplicate', refused }
}

/**
 * What the owner of a vehicle has added to it, the newest first; empty for everybody else.
 *
 * @throws {PaddockError}
 */
export async function vehicleDocuments(
  client: PaddockClient,
  vehicleId: string,
  limit = 300,
): Promise<OwnerDocument[]> {
  const rows = unwrap(
    await client
      .from('source_documents')
      .select('id, title, characters, pages, created_at, may_ai_input, sha256')
      .eq('vehicle_id', vehicleId)
      .eq('kind', 'owner_document')
      .eq('is_current', true)
      .order('created_at', { ascending: false })
      .order('id')
      .limit(limit),
  )
  return rows.map(({ id, title, characters, pages, created_at, may_ai_input, sha256 }) => ({
    ...{ id, title, characters, sha256, addedAt: created_at, mayAiInput: may_ai_input !== false },
    pages: Array.isArray(pages) ? pages.length : null,
  }))
}

/**
 * Takes a document out of search and answers at once. What owners have added is deleted; the operator (with the secret key) retracts any:
 * `withdrawn` for good, `gone` until its source has it again.
 *
 * @throws {PaddockError} `unknown_document`, `not_your_document`
 */
export async function retractDocument(
  client: PaddockClient,
  documentId: string,
  reason: 'withdrawn' | 'gone' = 'withdrawn',
): Promise<void> {
  if (!isUuid(documentId)) throw refusal('unknown_document')
  unwrap(await client.rpc('retract_document', { document_id: documentId, reason }))
}
