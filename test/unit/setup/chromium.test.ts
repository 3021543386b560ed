import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findChromium, findChromiumShell } from '../../../scripts/setup/chromium.mjs'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paddock-path-'))
  vi.stubEnv('PATH', folder)
  vi.stubEnv('CHROMIUM', undefined)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

async function program(name: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, '', { mode: 0o755 })
  return path
}

test('tests take the Chromium without windows, whoever needs windows the other', async () => {
  const full = await program('chromium')
  const shell = await program('chromium-headless-shell')
  expect(findChromiumShell()).toBe(shell)
  expect(findChromium()).toBe(full)
})

test('where there is only the full one, it is taken for all', async () => {
  const full = await program('chromium')
  expect(findChromiumShell()).toBe(full)
  expect(findChromium()).toBe(full)
})

test('the one that CHROMIUM names is taken for all', async () => {
  await program('chromium')
  await program('chromium-headless-shell')
  const named = await program('mine')
  vi.stubEnv('CHROMIUM', named)
  expect(findChromiumShell()).toBe(named)
  expect(findChromium()).toBe(named)
})
