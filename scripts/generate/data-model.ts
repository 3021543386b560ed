import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { readSchemaFiles, type SchemaFile } from './schema-files.ts'

type Table = { name: string; keys: string[]; references: string[]; comment: string | null; clients: string[] }
type Func = { name: string; body: string; comment: string | null; isTrigger: boolean }
type Trigger = { table: string; func: string }

/** The text of `docs/data-model.md`: tables by area with keys and what writes them, functions of `app` with their callers. */
export async function writeDataModel(sql: Sql, root: string): Promise<string> {
  const files = await readSchemaFiles(root)
  const tables = await readTables(sql)
  const functions = await readFunctions(sql)
  const triggers = await readTriggers(sql)
  const sources = await readSources(root)
  const areas = [...new Set(files.map((file) => file.area))]
  return [
    '<!-- Generated from supabase/schemas by `npm run generate`; do not edit. -->',
    '# Data model',
    '',
    'Tables by area, in the order in which they are built; then what runs in the private schema `app`, with who calls it.',
    '"Clients" are the roles `anon` and `authenticated`, within the policies of the table.',
    '',
    '```mermaid',
    'erDiagram',
    ...tables.flatMap((table) => drawReferences(table)),
    '```',
    ...areas.flatMap((area) => areaSection(area, files, tables, functions, triggers, sources)),
    '',
  ].join('\n')
}

const bare = (name: string) => name.replace(/^(app|public)\./, '')
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function drawReferences({ name, references }: Table): string[] {
  return references
    .filter((other) => !other.startsWith('auth.'))
    .map((other) => `  ${bare(other)} ||--o{ ${bare(name)} : has`)
}

function areaSection(
  area: string,
  files: SchemaFile[],
  tables: Table[],
  functions: Func[],
  triggers: Trigger[],
  sources: Map<string, string>,
): string[] {
  const own = files.filter((file) => file.area === area)
  const rows = own.flatMap((file) =>
    tables.filter((table) => creates(file.text, 'table', table.name)).map((table) => tableRow(table, file, functions)),
  )
  const calls = own.flatMap((file) =>
    functions
      .filter((func) => func.name.startsWith('app.') && creates(file.text, 'function', func.name))
      .map((func) => functionRow(func, file, functions, triggers, sources)),
  )
  if (rows.length + calls.length === 0) return []
  return [
    '',
    `## ${area.replaceAll('_', ' ')}`,
    ...(rows.length > 0 ? ['', '| Table | Key | Written by | |', '|---|---|---|---|', ...rows] : []),
    ...(calls.length > 0 ? ['', '| Function | What it does | Called by |', '|---|---|---|', ...calls] : []),
  ]
}

/** Unqualified names are of `public`, as regclass prints them. */
function creates(text: string, kind: 'table' | 'function', name: string): boolean {
  const qualified = name.includes('.') ? name : `public.${name}`
  return new RegExp(`^create (or replace )?(unlogged )?${kind} ${qualified.replace('.', '\\.')}\\b`, 'm').test(text)
}

function tableRow({ name, keys, comment, clients }: Table, file: SchemaFile, functions: Func[]): string {
  const qualified = name.includes('.') ? name : `public.${name}`
  const writes = new RegExp(`(insert into|update|delete from|merge into) ${qualified.replace('.', '\\.')}\\b`)
  const writers = functions.filter((func) => writes.test(func.body)).map((func) => `\`${func.name}\``)
  const who = [...(clients.length > 0 ? [`clients (${clients.join(', ')})`] : []), ...new Set(writers)]
  return `| [\`${name}\`](../supabase/schemas/${file.name}) | ${keys.join(', ')} | ${who.join(', ') || 'the operator'} | ${cell(comment ?? '')} |`
}

function functionRow(
  func: Func,
  file: SchemaFile,
  functions: Func[],
  triggers: Trigger[],
  sources: Map<string, string>,
): string {
  const call = new RegExp(`\\b${func.name.replace('.', '\\.')}\\b`)
  const callers = new Set([
    ...triggers.filter((trigger) => trigger.func === func.name).map((trigger) => `trigger on \`${trigger.table}\``),
    ...functions
      .filter((other) => other.name !== func.name && call.test(other.body))
      .map((other) => `\`${other.name}\``),
    ...[...sources].filter(([, text]) => call.test(text)).map(([path]) => `\`${path}\``),
  ])
  const about = func.comment ?? sentenceAbove(file.text, func.name)
  return `| [\`${func.name}\`](../supabase/schemas/${file.name}) | ${cell(about)} | ${[...callers].slice(0, 6).join(', ')}${callers.size > 6 ? ', ...' : ''} |`
}

/** The first sentence of the comment above the function. */
function sentenceAbove(text: string, name: string): string {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.startsWith(`create or replace function ${name}(`))
  let first = at
  while (first > 0 && lines[first - 1]?.startsWith('--')) first--
  const words = lines
    .slice(first, at)
    .map((line) => line.replace(/^--\s*/, ''))
    .join(' ')
  return words.split(/(?<=[.;])\s/)[0] ?? ''
}

async function readTables(sql: Sql): Promise<Table[]> {
  return await sql<Table[]>`
    select c.oid::regclass::text as name, obj_description(c.oid) as comment,
      coalesce((select array_agg(a.attname::text order by array_position(i.indkey::int2[], a.attnum))
                from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
                where i.indrelid = c.oid and i.indisprimary), '{}') as keys,
      coalesce((select array_agg(distinct k.confrelid::regclass::text) from pg_constraint k
                where k.conrelid = c.oid and k.contype = 'f' and k.conparentid = 0), '{}') as references,
      array_remove(array[
        case when has_any_column_privilege('authenticated', c.oid, 'insert') then 'insert' end,
        case when has_any_column_privilege('authenticated', c.oid, 'update') then 'update' end,
        case when has_table_privilege('authenticated', c.oid, 'delete') then 'delete' end], null) as clients
    from pg_class c
    where c.relnamespace in ('public'::regnamespace, 'app'::regnamespace) and c.relkind in ('r', 'p') and not c.relispartition
    order by c.oid`
}

async function readFunctions(sql: Sql): Promise<Func[]> {
  return await sql<Func[]>`
    select distinct on (name) n.nspname || '.' || p.proname as name, p.prosrc as body, obj_description(p.oid) as comment,
      p.prorettype = 'trigger'::regtype as "isTrigger"
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'app') and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by name, p.oid`
}

async function readTriggers(sql: Sql): Promise<Trigger[]> {
  return await sql<Trigger[]>`
    select distinct c.oid::regclass::text as table, n.nspname || '.' || p.proname as func
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
    join pg_namespace n on n.oid = p.pronamespace
    where not t.tgisinternal and not c.relispartition order by 1, 2`
}

/** The TypeScript that may call functions of `app`, by path. */
async function readSources(root: string): Promise<Map<string, string>> {
  const names = (await readdir(join(root, 'src'), { recursive: true })).filter((name) => name.endsWith('.ts'))
  const texts = await Promise.all(
    names.sort().map(async (name): Promise<[string, string]> => {
      const path = `src/${name.replaceAll('\\', '/')}`
      return [path, await readFile(join(root, path), 'utf8')]
    }),
  )
  return new Map(texts)
}
