import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { arch, platform, report } from 'node:process'
import { packageFolder } from '../../paths.ts'

/**
 * The Deno program: the one that is named, else that of the npm package `deno` in the project's `node_modules` or in
 * ours. Null where there is none. The binary itself is run, not the package's script, which would stand between.
 */
export function findDeno(named: string | null, project: string): string | null {
  if (named) return existsSync(named) ? named : null
  for (const folder of [project, packageFolder]) {
    const found = installedBelow(folder)
    if (found) return found
  }
  return null
}

function installedBelow(folder: string): string | null {
  try {
    const deno = createRequire(join(folder, 'package.json')).resolve('deno/package.json')
    const binary = createRequire(deno).resolve(`@deno/${system()}/package.json`)
    const program = join(dirname(binary), platform === 'win32' ? 'deno.exe' : 'deno')
    return existsSync(program) ? program : null
  } catch {
    return null
  }
}

function system(): string {
  return platform === 'linux' ? `linux-${arch}-${hasGlibc() ? 'glibc' : 'musl'}` : `${platform}-${arch}`
}

function hasGlibc(): boolean {
  const { header } = report.getReport() as unknown as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime !== undefined
}
