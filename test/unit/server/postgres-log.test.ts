import { appendFile, mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { boundLog, logSince, logSize } from '../../../src/server/postgres/log.ts'

async function folder(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'paddock-log-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  return home
}

test('a log that is too long is emptied while it is written to, and what was in it is kept once', async () => {
  const home = await folder()
  const writer = await open(join(home, 'postgres.log'), 'a')
  onTestFinished(() => writer.close())
  await writer.write('first\n'.repeat(100))
  await boundLog(home, 1_000)
  expect(await logSize(home), 'short enough').toBe(600)
  await writer.write('second\n'.repeat(100))
  await boundLog(home, 1_000)
  expect(await logSize(home)).toBe(0)
  await writer.write('third\n')
  expect(await readFile(join(home, 'postgres.log'), 'utf8')).toBe('third\n')
  expect(await readFile(join(home, 'postgres.log.old'), 'utf8')).toContain('second\n')
})

test('what was written since is read without the rest; no log is none', async () => {
  const home = await folder()
  await boundLog(home)
  expect([await logSize(home), await logSince(home, 0)]).toEqual([0, ''])
  await appendFile(join(home, 'postgres.log'), 'before\nafter\n')
  expect(await logSince(home, 7)).toBe('after\n')
})
