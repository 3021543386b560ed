import type { Config } from '../config.ts'
import { lockData } from '../data-lock.ts'
import { checkExternal } from '../postgres/external.ts'
import { openDatabase } from '../postgres/index.ts'
import { runningServer } from './running-server.ts'

/** DATABASE_URL, else the embedded database: of the server that runs on this data, or started for the occasion. */
export async function onDatabase<T>(config: Config, work: (adminUrl: string) => Promise<T>): Promise<T> {
  if (config.databaseUrl) {
    await checkExternal(config.databaseUrl)
    return await work(config.databaseUrl)
  }
  const running = await runningServer(config.dataDir)
  if (running) return await work(running.databaseUrl)
  const unlock = await lockData(config.dataDir)
  try {
    const database = await openDatabase(config)
    return await work(database.adminUrl).finally(database.stop)
  } finally {
    await unlock()
  }
}
