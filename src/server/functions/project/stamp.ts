import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A project with more files than this is not looked at to its end. */
const mostFiles = 2_000

/**
 * Changes when a file of the function does: its own folder, `_shared`, what lies in `supabase/functions` itself (`.env`, an import
 * map), and `config.toml`.
 */
export async function stampOf(project: string, folder: string): Promise<string> {
  const supabase = join(project, 'supabase')
  const functions = join(supabase, 'functions')
  const files = [join(supabase, 'config.toml')]
  await collect(functions, false, files)
  await collect(join(functions, '_shared'), true, files)
  await collect(folder, true, files)
  const stamps = await Promise.all(files.slice(0, mostFiles).map(stampOfFile))
  return stamps.join('\n')
}

async function collect(folder: string, isDeep: boolean, files: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (files.length > mostFiles) return
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) files.push(path)
    else if (isDeep && entry.name !== 'node_modules' && entry.name !== '.git') await collect(path, true, files)
  }
}

async function stampOfFile(file: string): Promise<string> {
  const found = await stat(file).catch(() => null)
  return found ? `${file} ${found.mtimeMs} ${found.size} ${found.ino}` : file
}
