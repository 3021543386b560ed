import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Embedded, startEmbedded } from './embedded.ts'

/** Nothing outlives it, so the disk need not be waited for. */
const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** An empty Postgres for a test or a generator, of which nothing is left once it has stopped. */
export async function startTemporary(settings: Record<string, string> = {}): Promise<Embedded> {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-temporary-'))
  await chmod(folder, 0o711) // as root, Postgres runs as another user and has to pass through
  const clearAway = (...paths: string[]) => Promise.all(paths.map((path) => rm(path, { recursive: true, force: true })))
  try {
    const embedded = await startEmbedded(folder, { ...careless, ...settings })
    const stop = async () => {
      await embedded.stop()
      await clearAway(folder, embedded.home)
    }
    return { ...embedded, stop }
  } catch (error) {
    await clearAway(folder)
    throw error
  }
}
