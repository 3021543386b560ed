import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** The package as `npm pack` makes it, unpacked in a folder of its own. Remove the folder when done. */
export async function packed(): Promise<{ folder: string; package: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'paddock-packed-'))
  await run(process.execPath, [join(root, 'scripts', 'build.mjs')], { cwd: root })
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
  })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  await run('tar', ['-xzf', join(folder, filename), '-C', folder])
  return { folder, package: join(folder, 'package') }
}

/** A copy of an example with the packed package in it, and what it needs beside it from the folders of packages given. */
export function installed(name: string, paddock: string, others: Record<string, string>): string {
  const app = mkdtempSync(join(tmpdir(), `paddock-${name}-`))
  cpSync(join(root, 'examples', name), app, { recursive: true })
  const modules = join(app, 'node_modules')
  mkdirSync(modules)
  cpSync(paddock, join(modules, 'paddock'), { recursive: true })
  for (const [each, from] of Object.entries(others)) {
    mkdirSync(dirname(join(modules, each)), { recursive: true })
    symlinkSync(join(from, each), join(modules, each))
  }
  return app
}

/** Bytes of a folder, links not followed. */
export function bytesOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + lstatSync(join(entry.parentPath, entry.name)).size, 0)
}

/** Every package that comes along with one, itself left out, as npm would install it. */
export function comesWith(packageFolder: string, modules: string): string[] {
  const found = new Set<string>()
  const add = (folder: string) => {
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>
    }
    for (const name of Object.keys(dependencies)) {
      const nested = join(folder, 'node_modules', name)
      const place = existsSync(nested) ? nested : join(modules, name)
      if (found.has(place)) continue
      found.add(place)
      add(place)
    }
  }
  add(packageFolder)
  return [...found]
}

export const remove = (folder: string | undefined) => folder && rmSync(folder, { recursive: true, force: true })
