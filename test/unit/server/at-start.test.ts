import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')

/** What a start loads: files by their paths in the project, and packages by their names. Imports of types alone are none. */
function loadedFrom(entry: string): Set<string> {
  const seen = new Set<string>()
  const open = [join(root, entry)]
  for (let file = open.pop(); file; file = open.pop()) {
    const name = relative(root, file)
    if (seen.has(name)) continue
    seen.add(name)
    const source = readFileSync(file, 'utf8')
    for (const [, words = '', from = ''] of source.matchAll(/^(?:import|export)\s([^'"]*?)?from '([^']+)'/gm)) {
      if (/^type\s/.test(words)) continue
      if (from.startsWith('.')) open.push(resolve(dirname(file), from))
      else seen.add(from)
    }
  }
  return seen
}

test('a start loads no package that only some servers are asked for', () => {
  const loaded = loadedFrom('src/server/cli/start.ts')
  expect(loaded).toContain('src/server/doors.ts')
  expect(loaded).toContain('hono')
  const large = ['zod', '@supabase/supabase-js', 'htmlparser2', 'js-quantities', 'linkedom', 'sharp', 'ai', 'react-dom']
  expect([...loaded].filter((name) => large.some((each) => name === each || name.startsWith(`${each}/`)))).toEqual([])
})

test('what is compiled beforehand is there, and no part of what a start loads anyway', () => {
  const loaded = loadedFrom('src/server/cli/start.ts')
  const listed = [
    ...readFileSync(join(root, 'scripts/setup/compiled.mjs'), 'utf8').matchAll(/'((?:src|supabase)\/\S+\.ts)'/g),
  ]
  const later = listed.map(([, file = '']) => file).filter((file) => file !== 'src/server/cli/start.ts')
  expect(later).toContain('supabase/functions/_shared/research-spec.ts')
  expect(later.filter((file) => !existsSync(join(root, file)) || loaded.has(file))).toEqual([])
})
