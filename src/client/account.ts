import { listPhotosOfOwner } from './account-photos.ts'
import type { PaddockClient } from './client.ts'
import type { Json } from './database.generated.ts'
import { unwrap } from './errors.ts'
import { insideOf } from './inside.ts'

export type AccountFile = {
  /** As it is named in the export: `bets`, `votes`, `photos`. */
  file: string
  items: number
  /** False where there are more than were counted. */
  isAll: boolean
  /** What becomes of it by `deleteAccount`: it goes, or it stays for the others and nothing leads back to this person. */
  fate: 'goes' | 'stays_without_you'
}

/**
 * What is kept of the person who is signed in.
 *
 * @throws {PaddockError} `not_signed_in`
 */
export async function accountSummary(client: PaddockClient): Promise<AccountFile[]> {
  return unwrap(await client.rpc('account_summary')).map(({ file, items, is_all, fate }) => ({
    ...{ file, items, isAll: is_all },
    fate: fate as AccountFile['fate'],
  }))
}

export type ExportProgress = { file: string; done: number; of: number }

/** What is zipped is handed to the browser, which may keep it on disk, in parts of so many bytes. */
const partBytes = 4_000_000

const readme = (made: string) => `This is what Paddock keeps of you, as of ${made}.

Each file holds one kind of thing as a list in JSON, which any text editor opens. Times are in UTC.
Numbers without a unit are points, except where a currency stands beside them. The folder "images" holds the photos that
you have added, named by their id in photos.json; one that is kept elsewhere is in photos.json by its address only.

What is not in it: views of photos, which are kept under a number that nobody can lead back to you, and what others said
about you to the operator.
`

/**
 * All that is kept of the person who is signed in, as a zip: a JSON file a kind, and their photos.
 *
 * @param options.onProgress is told before each file
 * @throws {PaddockError} `not_signed_in`, `too_many_export_pages`
 * @throws {DOMException} `AbortError` once `signal` says so
 * @example
 * const zip = await exportAccount(client)
 * link.href = URL.createObjectURL(zip)
 */
export async function exportAccount(
  client: PaddockClient,
  { onProgress = () => {}, signal }: { onProgress?: (progress: ExportProgress) => void; signal?: AbortSignal } = {},
): Promise<Blob> {
  const { strToU8, Zip, ZipDeflate, ZipPassThrough } = await import('fflate')
  const parts: Blob[] = []
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let waitingBytes = 0
  const handOver = () => {
    parts.push(new Blob(waiting))
    waiting = []
    waitingBytes = 0
  }
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    waiting.push(chunk as Uint8Array<ArrayBuffer>)
    waitingBytes += chunk.length
    if (waitingBytes > partBytes) handOver()
  })
  const begin = (name: string, packed = true) => {
    const entry = packed ? new ZipDeflate(name) : new ZipPassThrough(name)
    zip.add(entry)
    return entry
  }
  begin('README.txt').push(strToU8(readme(new Date().toISOString())), true)
  const files = await accountSummary(client)
  for (const [done, { file }] of files.entries()) {
    onProgress({ file, done, of: files.length })
    const entry = begin(`${file}.json`)
    let before = '['
    for await (const row of rowsOf(client, file, signal)) {
      entry.push(strToU8(`${before}\n${JSON.stringify(row, withoutPass)}`))
      before = ','
    }
    entry.push(strToU8(before === '[' ? '[]\n' : '\n]\n'), true)
    if (file !== 'photos') continue
    for await (const { name, bytes } of listPhotosOfOwner(client, rowsOf(client, file, signal), signal))
      begin(`images/${name}`, false).push(bytes, true)
  }
  zip.end()
  handOver()
  return new Blob(parts, { type: 'application/zip' })
}

/** Whoever has a photo's pass sees it: that is for this client, not for a file that is passed on. */
const withoutPass = (key: string, value: unknown) => (key === 'photo_pass' ? undefined : value)

async function* rowsOf(client: PaddockClient, file: string, signal?: AbortSignal): AsyncGenerator<Json> {
  let rows = await pageOf(client, file, null, signal)
  for (; rows.length > 0; rows = await pageOf(client, file, rows.at(-1)?.place ?? null, signal))
    for (const { item } of rows) yield item
}

type Placed = { place: Json; item: Json }

async function pageOf(
  client: PaddockClient,
  file: string,
  after: Json | null,
  signal?: AbortSignal,
): Promise<Placed[]> {
  signal?.throwIfAborted()
  const asked = client.rpc('export_account', after === null ? { file } : { file, after })
  return unwrap(await (signal ? asked.abortSignal(signal) : asked))
}

/**
 * Deletes the account of the person who is signed in, for good, and signs them out. Sign in again just before.
 *
 * @param email of the account; empty for a visitor's
 * @throws {PaddockError} `not_signed_in`, `email_differs`, `sign_in_again`, `operators_leave_first`
 */
export async function deleteAccount(client: PaddockClient, email: string): Promise<void> {
  unwrap(await client.rpc('delete_account', { email }))
  if (!insideOf(client).accessToken) await client.auth.signOut({ scope: 'local' })
}
