import { createHash } from 'node:crypto'

/** Names the content of a drawing: an address that carries it never shows another one, and is kept for good (`src/server/static.ts`). */
export const versionOf = (drawing: string | Uint8Array) =>
  createHash('sha256').update(drawing).digest('hex').slice(0, 8)
