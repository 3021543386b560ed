import { access, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { parse } from 'smol-toml'

/** A function of a project's own folder, as its files and `config.toml` say. */
export type ProjectFunction = {
  name: string
  /** Absolute paths. */
  folder: string
  entry: string
  /** Its deno.json or import map, if any. */
  config: { kind: 'config' | 'import-map'; file: string } | null
  /** Beside its deno.json, if any; then nothing else than what stands there is loaded. */
  lock: string | null
  verifyJwt: boolean
}

/** As the Supabase CLI takes them: no dots, no slashes, and `_shared` is none. */
const isName = (name: string) => /^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(name)

/**
 * The function of this name below `supabase/functions`, or null.
 *
 * @throws {Error} when `config.toml` cannot be read: whether the function asks for a key is then unknown
 */
export async function findFunction(project: string, name: string): Promise<ProjectFunction | null> {
  if (!isName(name)) return null
  const supabase = join(project, 'supabase')
  const folder = join(supabase, 'functions', name)
  const settings = await readSettings(join(supabase, 'config.toml'), name)
  if (settings.enabled === false) return null
  const entry = within(supabase, text(settings.entrypoint)) ?? join(folder, 'index.ts')
  if (!(await exists(entry))) return null
  const config = await findConfig(supabase, dirname(entry), text(settings.import_map))
  const lock = config && join(dirname(config.file), 'deno.lock')
  return {
    name,
    folder,
    entry,
    config,
    lock: lock && (await exists(lock)) ? lock : null,
    verifyJwt: settings.verify_jwt !== false,
  }
}

async function findConfig(supabase: string, folder: string, map: string | null): Promise<ProjectFunction['config']> {
  const functions = join(supabase, 'functions')
  const chosen = within(supabase, map)
  if (chosen) return { kind: /deno\.jsonc?$/.test(chosen) ? 'config' : 'import-map', file: chosen }
  for (const file of [join(folder, 'deno.json'), join(folder, 'deno.jsonc'), join(functions, 'deno.json')]) {
    if (await exists(file)) return { kind: 'config', file }
  }
  for (const file of [join(folder, 'import_map.json'), join(functions, 'import_map.json')]) {
    if (await exists(file)) return { kind: 'import-map', file }
  }
  return null
}

/** The table `[functions.<name>]`; empty where there is none. */
async function readSettings(file: string, name: string): Promise<Record<string, unknown>> {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const { functions } = parse(content)
  const table = isTable(functions) && Object.hasOwn(functions, name) ? functions[name] : null
  return isTable(table) ? table : {}
}

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

/** Paths of `config.toml` count from its own folder and stay within it. */
function within(supabase: string, path: string | null): string | null {
  if (path === null) return null
  const file = resolve(supabase, path)
  return relative(supabase, file).startsWith('..') ? null : file
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
