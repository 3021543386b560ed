import type { Sql } from 'postgres'
import type { Connections } from '../connections.ts'
import { unreadableCatalog } from '../errors.ts'
import { buildCatalog } from './build.ts'
import type { Catalog } from './model.ts'
import { type RawCatalog, readCatalog } from './read.ts'

/** The catalog in memory, and when to read it again. */
export type CatalogStore = {
  /** The catalog as last read; reads it the first time. */
  current(): Catalog | Promise<Catalog>
  /** As last read, if it was. */
  known(): Catalog | null
  /** A catalog that differs from the given one, if there is one; else the same. Makes at most two readings a second. */
  newer(than: Catalog): Promise<Catalog>
  close(): Promise<void>
}

const leastAge = 500
const quietTime = 50

/**
 * Reads anew when the database says that it changed (`notify pgrst`), where one can listen. Nothing relies on
 * that: a request that fails because of an unknown name also asks for a newer catalog.
 *
 * @param notices where to listen, or null
 */
export function createCatalogStore(
  connections: Connections,
  schemas: readonly string[],
  notices: Sql | null,
): CatalogStore {
  let known: Catalog | null = null
  let knownText = ''
  let reading: Promise<Catalog> | null = null
  let askedAgain = false
  let lastMiss = 0
  let timer: NodeJS.Timeout | null = null
  let closed = false

  const read = (): Promise<Catalog> => {
    if (reading) return reading
    reading = readCatalog(connections, schemas)
      .then((text) => {
        if (known && text === knownText) return known
        known = buildCatalog(JSON.parse(text) as RawCatalog, schemas, (known?.generation ?? 0) + 1)
        knownText = text
        return known
      })
      .catch((error) => {
        throw unreadableCatalog(error)
      })
      .finally(() => {
        reading = null
        if (askedAgain) changed()
      })
    return reading
  }

  const changed = () => {
    askedAgain = reading !== null
    if (askedAgain || closed || !known) return
    timer ??= setTimeout(() => {
      timer = null
      read().catch(() => changed())
    }, quietTime)
  }

  const listening = notices?.listen('pgrst', () => changed(), changed).catch(() => null)

  return {
    current: () => known ?? read(),
    known: () => known,
    newer: async (than) => {
      if (known && known !== than) return known
      if (timer || reading) return read()
      const now = Date.now()
      if (now - lastMiss < leastAge) return than
      lastMiss = now
      return read()
    },
    close: async () => {
      closed = true
      if (timer) clearTimeout(timer)
      await reading?.catch(() => null)
      const listener = await listening
      await listener?.unlisten().catch(() => null)
    },
  }
}
