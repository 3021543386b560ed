import type { Sql } from 'postgres'

/** Where photos may come from besides this server, as the setting `photo_origins` names them. */
export type PhotoOrigins = {
  current: () => readonly string[]
  /** Reads the setting now; from then on it is read again once a minute, when somebody asks. */
  read: () => Promise<void>
}

const everyMs = 60_000
const origin = /^(\*|https?:\/\/[a-z0-9.-]+(:\d{1,5})?)$/

/** @param sql may read the schema app */
export function createPhotoOrigins(sql: Sql, report: (error: unknown) => void = console.error): PhotoOrigins {
  let origins: readonly string[] = []
  let readAt = 0

  const read = async () => {
    readAt = Date.now()
    const [row] = await sql<{ value: string }[]>`select app.setting('photo_origins') as value`
    // Nothing else may get into a header.
    origins = (row?.value ?? '').split(/[\s,]+/).filter((name) => origin.test(name))
  }
  return {
    read,
    current: () => {
      if (Date.now() - readAt > everyMs) void read().catch(report)
      return origins
    },
  }
}
