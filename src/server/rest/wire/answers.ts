import postgres from 'postgres'

/** A row as the database sent it: the text of each column. */
export type RawRow = readonly (Buffer | null)[]

/** Types of the messages that matter; the others say what we know already. */
export const answer = {
  parsed: 0x31,
  row: 0x44,
  done: 0x43,
  empty: 0x49,
  failed: 0x45,
  ready: 0x5a,
} as const

/**
 * Takes the stream apart into messages, wherever the network has cut it. `body` is without type and length. Where `mayCome` says no to a
 * message's length, nothing more is read.
 */
export function createReader(
  onMessage: (type: number, body: Buffer) => void,
  mayCome: (length: number) => boolean = () => true,
): (bytes: Buffer) => void {
  let parts: Buffer[] = []
  let held = 0
  let wanted = head

  return (bytes) => {
    parts.push(bytes)
    held += bytes.length
    if (held < wanted) return
    const all = parts.length === 1 ? bytes : Buffer.concat(parts, held)
    let start = 0
    for (;;) {
      wanted = head
      if (all.length - start < head) break
      wanted = 1 + all.readUInt32BE(start + 1)
      if (!mayCome(wanted)) return
      if (all.length - start < wanted) break
      onMessage(all[start] as number, all.subarray(start + head, start + wanted))
      start += wanted
    }
    held = all.length - start
    parts = held > 0 ? [all.subarray(start)] : []
  }
}

const head = 5

export function readRow(body: Buffer): RawRow {
  const row: (Buffer | null)[] = []
  let at = 2
  for (let left = body.readUInt16BE(0); left > 0; left--) {
    const length = body.readInt32BE(at)
    at += 4
    row.push(length < 0 ? null : body.subarray(at, at + length))
    if (length > 0) at += length
  }
  return row
}

const fields: Readonly<Record<string, string>> = {
  V: 'severity',
  C: 'code',
  M: 'message',
  D: 'detail',
  H: 'hint',
  s: 'schema_name',
  t: 'table_name',
  c: 'column_name',
  n: 'constraint_name',
}

/** The error as the driver would have thrown it. */
export function readError(body: Buffer): postgres.PostgresError {
  const found: Record<string, string> = {}
  for (const part of body.toString('utf8').split('\0')) {
    const name = fields[part.charAt(0)]
    if (name) found[name] = part.slice(1)
  }
  const Type = postgres.PostgresError as unknown as new (fields: object) => postgres.PostgresError
  return new Type(found)
}
