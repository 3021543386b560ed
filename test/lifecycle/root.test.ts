import { cp, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder, homeOf, type Paddock, start, startInVain, usedDataFolder } from './paddock.ts'

// Postgres runs as another user than root, who cannot enter such a folder. Nobody else has that difficulty.
const asRoot = test.runIf(process.getuid?.() === 0)

asRoot('root can start in a folder that no other user may enter, move it, and is refused on a copy of it', async () => {
  const dataDir = await dataFolder(0o700)
  await stopped(await start(dataDir))
  expect(await homeOf(dataDir)).not.toContain(dataDir)
  const password = await readFile(join(dataDir, 'database.json'), 'utf8')

  const moved = join(dataDir, '..', 'moved')
  await rename(dataDir, moved)
  await stopped(await start(moved))
  expect(await readFile(join(moved, 'database.json'), 'utf8')).toBe(password)

  const copy = join(dataDir, '..', 'copy')
  await cp(moved, copy, { recursive: true })
  const { code, output } = await startInVain(copy)
  expect(code).toBe(1)
  expect(output).toContain('is a copy of')
})

asRoot(
  'a database that root brings to such a folder is moved to where Postgres can enter, with all it holds',
  async () => {
    const used = await usedDataFolder()
    const first = await start(used)
    const { secretKey } = first.runtime
    await stopped(first)

    const closed = await dataFolder(0o700)
    await cp(used, closed, { recursive: true })
    const second = await start(closed)

    expect(second.runtime.secretKey).toBe(secretKey)
    expect(await homeOf(closed)).not.toContain(closed)
    await stopped(second)
  },
)

async function stopped(server: Paddock): Promise<void> {
  server.signal('SIGTERM')
  expect(await server.ended).toBe(0)
}
