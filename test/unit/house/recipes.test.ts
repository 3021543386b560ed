import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { destinations } from '../../../src/web/shell/nav.ts'

const web = new URL('../../../src/web/', import.meta.url)
const routes = readFileSync(new URL('routes.tsx', web), 'utf8')
const paths = [...routes.matchAll(/path: (\/.*?\/), page: |path: (\/.*?\/),\n/g)].map(
  ([, inline, alone]) => new RegExp((inline ?? alone ?? '').slice(1, -1)),
)

test('every page has its path, as the recipe for a new one asks', () => {
  const pages = readdirSync(new URL('pages/', web))
    .filter((name) => /Page\.tsx$/.test(name))
    .map((name) => name.replace('.tsx', ''))
    .filter((name) => name !== 'DrawnPage') // a page of a PDF
  expect(pages.length).toBeGreaterThan(5)
  expect(pages.filter((page) => !routes.includes(`<${page} `))).toEqual([])
})

test('whatever the bar leads to is a page, and is lit while it is open', () => {
  for (const { href, includes } of destinations) {
    expect(
      paths.some((path) => path.test(href) && path.source !== '^'),
      href,
    ).toBe(true)
    expect(href).toMatch(includes)
  }
})
