import { invalidRange } from '../errors.ts'
import type { Query } from '../request/query.ts'
import type { Answer, Reply } from './work.ts'

/** Narrows what `limit` and `offset` say of the requested rows to the `Range` header (`Range: 0-9`). */
export function applyRangeHeader(query: Query, header: string | null): void {
  const match = header === null ? null : /^(?:items=)?(\d{1,15})-(\d{1,15})?$/.exec(header.trim())
  if (!match) return
  const first = Number(match[1])
  const last = match[2] === undefined ? Number.POSITIVE_INFINITY : Number(match[2])
  if (last < first) {
    throw invalidRange('The lower boundary must be lower than or equal to the upper boundary in the Range header.')
  }
  const own = query.ranges.filter(({ path }) => path.length === 0)
  const offset = own.findLast((range) => range.offset !== null)?.offset ?? 0
  const limit = own.findLast((range) => range.limit !== null)?.limit ?? Number.POSITIVE_INFINITY
  const start = Math.max(first, offset)
  const end = Math.min(last + 1, offset + limit)
  query.ranges.push({ path: [], offset: start, limit: Math.max(0, end - start) })
}

/** Status and Content-Range of rows that were read from an offset on. */
export function rangeReply(offset: number, { rows, total }: Answer): Pick<Reply, 'status'> & { contentRange: string } {
  if (total !== null && offset > total) {
    throw invalidRange(`An offset of ${offset} was requested, but there are only ${total} rows.`, total)
  }
  return {
    status: total !== null && rows < total ? 206 : 200,
    contentRange: contentRange(offset, rows, total),
  }
}

export function contentRange(offset: number, rows: number, total: number | null): string {
  return `${rows > 0 && total !== 0 ? `${offset}-${offset + rows - 1}` : '*'}/${total ?? '*'}`
}
