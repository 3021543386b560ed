import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((name) => name && existsSync(join(root, name)))
const read = (name: string) => readFileSync(join(root, name), 'utf8')

test('every link from page to page leads to a file', () => {
  const dead = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
      .map(([, target]) => target ?? '')
      .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  )
  expect(dead).toEqual([])
})

test('decisions are numbered without gaps, in the file name as in the title', () => {
  const decisions = pages.filter((page) => page.startsWith('docs/decisions/')).sort()
  expect(decisions.map((page) => Number(page.slice(15, 19)))).toEqual(decisions.map((_, i) => i + 1))
  for (const page of decisions) expect(read(page)).toMatch(new RegExp(`^# ${Number(page.slice(15, 19))}\\. `))
})
