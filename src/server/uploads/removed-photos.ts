import type { Sql } from 'postgres'
import { clearIncoming, dataFolderStore } from '../../import/data-folder-store.ts'
import type { PhotoStore } from '../../import/photo-store.ts'
import { allTurns, turnedFolderOf } from '../../import/turned.ts'

const batch = 50

/**
 * Removes the files of photos whose rows are gone, and only then forgets them. Safe to run twice or in two places: a
 * row is locked while its files go, and the same photo, added again meanwhile, waits for that.
 *
 * @returns how many photos it was
 */
export async function removeFilesOfRemovedPhotos(sql: Sql, store: PhotoStore): Promise<number> {
  for (let removed = 0; ; ) {
    const count = await sql.begin(async (transaction) => {
      const gone = await transaction<{ vehicle_id: string; content_hash: string }[]>`
        select vehicle_id, content_hash from app.photo_files where image_id is null
        order by removed_at limit ${batch} for update skip locked`
      for (const { vehicle_id, content_hash } of gone) {
        for (const turns of allTurns) await store.remove(turnedFolderOf(vehicle_id, content_hash, turns))
        await transaction`
          delete from app.photo_files where vehicle_id = ${vehicle_id} and content_hash = ${content_hash}`
      }
      return gone.length
    })
    removed += count
    if (count < batch) return removed
  }
}

const everyMs = 30_000

/**
 * Does it now and every half minute, until the returned function is called.
 *
 * @param sql may write the schema app
 */
export function keepRemoving(sql: Sql, dataDir: string, report: (error: unknown) => void = console.error) {
  const store = dataFolderStore(dataDir)
  const work = async () => {
    await clearIncoming(dataDir)
    await removeFilesOfRemovedPhotos(sql, store)
  }
  let running = work().catch(report)
  const timer = setInterval(() => {
    running = running.then(work).catch(report)
  }, everyMs)
  timer.unref()
  return async (): Promise<void> => {
    clearInterval(timer)
    await running
  }
}
