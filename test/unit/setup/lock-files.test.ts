import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

type Lock = { packages: Record<string, { dependencies?: Names; optionalDependencies?: Names }> }
type Names = Record<string, string>

const root = join(import.meta.dirname, '../../..')

// npm ci refuses a lock file that leaves out the packages of other systems, as npm writes it where they are out of reach.
test.each(['.', 'test/tools', 'bench'])('the lock file in %s lists every package that another one names', (folder) => {
  const { packages } = JSON.parse(readFileSync(join(root, folder, 'package-lock.json'), 'utf8')) as Lock
  const listed = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/'))))
  const named = Object.values(packages).flatMap((entry) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }),
  )
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter((name) => !listed.has(`node_modules/${name}`))).toEqual([])
})
