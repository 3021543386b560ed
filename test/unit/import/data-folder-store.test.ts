import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { clearIncoming, dataFolderStore, incomingFolder } from '../../../src/import/data-folder-store.ts'
import { isPhotoFile } from '../../../src/import/photo-store.ts'

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const files = (...names: string[]) => names.map((name) => ({ name, bytes: Buffer.from(name) }))

test('a folder is there as a whole, replaces what a killed import has left, and can be removed twice', async () => {
  const dataDir = await dataFolder()
  const store = dataFolderStore(dataDir)
  await mkdir(join(dataDir, 'photos', 'v/h'), { recursive: true })
  await writeFile(join(dataDir, 'photos', 'v/h', '999.webp'), 'left behind')

  await store.put('v/h', files('480.webp', '960.webp'))

  expect(await readdir(join(dataDir, 'photos', 'v/h'))).toEqual(['480.webp', '960.webp'])
  expect(await readFile(join(dataDir, 'photos', 'v/h', '960.webp'), 'utf8')).toBe('960.webp')
  expect(await readdir(incomingFolder(dataDir))).toEqual([])
  expect(store.addressOf('v/h', '480.webp')).toBe('/photos/v/h/480.webp')
  expect(await store.has('v/h')).toBe(true)
  await store.remove('v/h')
  await store.remove('v/h')
  expect(await store.has('v/h')).toBe(false)
})

test('what cannot be written is said with its place and reason, and half of it is not left', async () => {
  const dataDir = await dataFolder()
  await writeFile(join(dataDir, 'photos'), 'a file where the folder should be')
  await expect(dataFolderStore(dataDir).put('v/h', files('480.webp'))).rejects.toThrow(
    new RegExp(`^Photos cannot be kept in ${join(dataDir, 'photos')}: .+\\.$`),
  )
  const other = await dataFolder()
  const twice = files('480.webp', '480.webp')
  await expect(dataFolderStore(other).put('v/h', twice)).rejects.toMatchObject({ name: 'StoreError' })
  expect(await readdir(join(other, 'photos'))).toEqual(['.incoming'])
  expect(await readdir(incomingFolder(other))).toEqual([])
})

test('what was abandoned an hour ago is cleared away, what is on its way is not', async () => {
  const dataDir = await dataFolder()
  const incoming = incomingFolder(dataDir)
  await mkdir(join(incoming, 'old'), { recursive: true })
  for (const name of ['old/480.webp', 'old.part', 'new.part']) await writeFile(join(incoming, name), 'x')
  const before = Date.now() / 1000 - 3700
  for (const name of ['old', 'old.part']) await utimes(join(incoming, name), before, before)
  await clearIncoming(dataDir)
  expect(await readdir(incoming)).toEqual(['new.part'])
  await clearIncoming(await dataFolder())
})

test.each([
  [`${crypto.randomUUID()}/${'a'.repeat(64)}/480.webp`, true],
  [`${crypto.randomUUID()}/${'a'.repeat(64)}/480.svg`, false],
  [`${crypto.randomUUID()}/${'a'.repeat(64)}/../480.webp`, false],
  [`${crypto.randomUUID()}/${'A'.repeat(64)}/480.webp`, false],
  [`${crypto.randomUUID()}/${'a'.repeat(64)}/0480.webp`, false],
  [`../${'a'.repeat(64)}/480.webp`, false],
  [`${crypto.randomUUID()}/${'a'.repeat(64)}/480.webp\n`, false],
])('%j is the name of a photo file: %s', (path, expected) => {
  expect(isPhotoFile(path)).toBe(expected)
})
