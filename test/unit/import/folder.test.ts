import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findFiles } from '../../../src/import/folder.ts'
import { maxFileBytes } from '../../../src/import/limits.ts'
import { readPhotoFile } from '../../../src/import/read-file.ts'

async function folderWith(names: string[]): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'paddock-folder-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const name of names) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), 'x')
  }
  return folder
}

const found = async (folder: string) =>
  (await findFiles(folder)).files.map(({ name, problem }) => (problem ? `${name} ${problem.message}` : name))

test('photos are found by name, below as well, in the order that a person would give them', async () => {
  const folder = await folderWith([
    'IMG_10.JPG',
    'IMG_2.jpg',
    'IMG_1.jpeg',
    'engine/bay.png',
    'a/b/c/deep.webp',
    'scan.heic',
  ])
  expect(await found(folder)).toEqual([
    'a/b/c/deep.webp',
    'engine/bay.png',
    'IMG_1.jpeg',
    'IMG_2.jpg',
    'IMG_10.JPG',
    'scan.heic',
  ])
})

test('names in any script are names', async () => {
  const names = ['Müller.jpg', '日産.jpg', '🚗 rally.jpg', 'with space & [brackets].jpg', 'quote\'".jpg', '-dash.jpg']
  const folder = await folderWith(names)
  expect((await found(folder)).sort()).toEqual([...names].sort())
  for (const { path } of (await findFiles(folder)).files) expect((await readPhotoFile(path)).toString()).toBe('x')
})

test('hidden files are left alone, other files are counted by their extension', async () => {
  const folder = await folderWith([
    '.DS_Store',
    '._IMG.jpg',
    '.cache/a.jpg',
    'notes.txt',
    'film.MOV',
    'clip.mov',
    'README',
  ])
  const { files, others } = await findFiles(folder)
  expect(files).toEqual([])
  expect(Object.fromEntries(others)).toEqual({ '.txt': 1, '.mov': 2, '': 1 })
})

test('links are followed to files inside the folder and nowhere else', async () => {
  const outside = await folderWith(['secret.jpg', 'folder/a.jpg'])
  const folder = await folderWith(['real.jpg', 'sub/other.jpg'])
  await symlink(join(outside, 'secret.jpg'), join(folder, 'a-out.jpg'))
  await symlink('real.jpg', join(folder, 'b-in.jpg'))
  await symlink('nothing.jpg', join(folder, 'c-broken.jpg'))
  await symlink(join(outside, 'folder'), join(folder, 'd-folder.jpg'))
  await symlink('c-loop.jpg', join(folder, 'e-loop.jpg'))
  await symlink('..', join(folder, 'sub', 'up'))
  expect(await found(folder)).toEqual([
    'a-out.jpg is a link that leads out of the folder; copy the file itself',
    'b-in.jpg',
    'c-broken.jpg is a link to a file that is not there',
    'd-folder.jpg is a link that leads out of the folder; copy the file itself',
    'e-loop.jpg is a link to a file that is not there',
    'real.jpg',
    'sub/other.jpg',
  ])
})

test('a folder, a pipe or a socket by the name of a photo is not opened', async () => {
  const folder = await folderWith(['dir.jpg/inner.jpg'])
  execFileSync('mkfifo', [join(folder, 'pipe.jpg')])
  expect(await found(folder)).toEqual(['dir.jpg/inner.jpg', 'pipe.jpg is not a regular file'])
})

test('a name that is not UTF-8 is said to be so', async () => {
  const folder = await folderWith([])
  await writeFile(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9]), Buffer.from('.jpg')]), 'x')
  const [file] = (await findFiles(folder)).files
  await expect(readPhotoFile(file?.path ?? '')).rejects.toThrow('has a name that is not valid UTF-8; rename it')
})

test('a file that may not be read, or has gone meanwhile, is refused with that reason', async () => {
  const folder = await folderWith(['locked.jpg'])
  await expect(readPhotoFile(join(folder, 'gone.jpg'))).rejects.toThrow('is gone; it was there a moment ago')
  await chmod(folder, 0o711)
  await chmod(join(folder, 'locked.jpg'), 0o000)
  await asNobody(async () => {
    await expect(readPhotoFile(join(folder, 'locked.jpg'))).rejects.toThrow(/may not be read by this account/)
    expect(await found(folder).catch((error) => error.code)).toBe('EACCES')
  })
})

test('a file beyond 100 MB is refused before it is read', async () => {
  const folder = await folderWith([])
  execFileSync('truncate', ['-s', String(maxFileBytes + 1), join(folder, 'huge.jpg')])
  await expect(readPhotoFile(join(folder, 'huge.jpg'))).rejects.toThrow(
    'is too large: 100 MB, and at most 100 MB are taken',
  )
})

/** Permissions do not bind root. */
async function asNobody(work: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return await work()
  process.seteuid?.(65534)
  try {
    await work()
  } finally {
    process.seteuid?.(0)
  }
}
