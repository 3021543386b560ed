import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of supabase/schemas: `30_attention/44_fold_views.sql` is of the area `attention`. */
export type SchemaFile = { name: string; area: string; text: string }

/** Lexical order is build order. */
export async function readSchemaFiles(root: string): Promise<SchemaFile[]> {
  const folder = join(root, 'supabase/schemas')
  const names = (await readdir(folder, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return await Promise.all(
    names.map(async (name) => ({
      name,
      area: (name.split('/')[0] ?? '').replace(/^\d+_/, ''),
      text: await readFile(join(folder, name), 'utf8'),
    })),
  )
}
