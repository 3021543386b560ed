import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { createRenderer } from '../../../src/server/uploads/renderer.ts'
import { photo } from '../../support/pictures.ts'

const folder = await mkdtemp(join(tmpdir(), 'paddock-renderer-'))
const renderer = createRenderer()

afterAll(async () => {
  renderer.close()
  await rm(folder, { recursive: true, force: true })
})

/** The process that opens photos, while there is one. */
function child(): number | null {
  try {
    return Number(execFileSync('pgrep', ['-P', String(process.pid), '-f', 'render-process'], { encoding: 'utf8' }))
  } catch {
    return null
  }
}

async function file(name: string, bytes: Buffer): Promise<string> {
  await writeFile(join(folder, name), bytes)
  return join(folder, name)
}

test('a photo is prepared in another process, whose answer is as good as our own', async () => {
  const { variants, placeholder } = await renderer.render(await file('good.jpg', await photo(1)), 'UTC')
  expect(await sharp(variants[0]?.webp).metadata()).toMatchObject({ format: 'webp', width: 64, height: 48 })
  expect(placeholder).toMatch(/^data:image\/webp;base64,/)
  expect(child()).toBeGreaterThan(0)
})

test('a refusal comes back as one', async () => {
  const note = await file('note.jpg', Buffer.from('a note'))
  await expect(renderer.render(note, 'UTC')).rejects.toMatchObject({ name: 'PhotoRefused', code: 'not_a_photo' })
})

test('a photo that brings the process down is refused, and the next one is prepared', async () => {
  const pipe = join(folder, 'pipe.jpg')
  execFileSync('mkfifo', [pipe]) // which the process waits at for ever
  const refused = renderer.render(pipe, 'UTC').catch((error) => error)
  await expect.poll(child).not.toBeNull()
  process.kill(child() as number, 'SIGSEGV')
  expect(await refused).toMatchObject({ name: 'PhotoRefused', code: 'damaged' })
  expect((await renderer.render(await file('next.jpg', await photo(2)), 'UTC')).variants).toHaveLength(1)
})

test('when the server closes, so does the process', async () => {
  await renderer.render(await file('last.jpg', await photo(3)), 'UTC')
  renderer.close()
  await expect.poll(child).toBeNull()
})
