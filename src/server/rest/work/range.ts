import { invalidRange } from '../errors.ts'
import type { ReadNode } from '../plan/read.ts'
import type { Answer, Reply } from './work.ts'

/** Narrows a read to the `Range` header (`Range: 0-9`, counted from the start that `offset` gives). */
export function applyRangeHeader(root: ReadNode, header: string | null): void {
  const match = header === null ? null : /^(?:items=)?(\d{1,15})-(\d{1,15})?$/.exec(header.trim())
  if (!match) return
  const first = Number(match[1])
  const last = match[2] === undefined ? null : Number(match[2])
  if (last !== null && last < first) {
    throw invalidRange('The lower boundary must be lower than or equal to the upper boundary in the Range header.')
  }
  const end = Math.min(
    last === null ? Number.POSITIVE_INFINITY : last + 1,
    root.limit === null ? Number.POSITIVE_INFINITY : root.offset + root.limit,
  )
  const start = Math.max(first, root.offset)
  root.offset = start
  root.limit = end === Number.POSITIVE_INFINITY ? null : Math.max(0, end - start)
}

/** Status and Content-Range of rows that were read from an offset on. */
export function rangeReply(offset: number, { rows, total }: Answer): Pick<Reply, 'status'> & { contentRange: string } {
  if (total !== null && offset > total) {
    throw invalidRange(`An offset of ${offset} was requested, but there are only ${total} rows.`)
  }
  return {
    status: total !== null && rows < total ? 206 : 200,
    contentRange: contentRange(offset, rows, total),
  }
}

export function contentRange(offset: number, rows: number, total: number | null): string {
  return `${rows > 0 && total !== 0 ? `${offset}-${offset + rows - 1}` : '*'}/${total ?? '*'}`
}
