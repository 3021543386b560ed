import { withFunctionRights } from './function-rights.ts'
import { readSchemaFiles } from './schema-files.ts'

/** One migration and the folders of supabase/schemas that it is built from; within them lexical order is build order. */
export type Migration = { name: string; about: string; takes: (folder: string) => boolean }

/** `00_app` goes into the first two, as a project with vehicles of its own applies the second alone. */
export const migrations: Migration[] = [
  {
    name: '20251018_vehicles.sql',
    about: 'Vehicles, photos and profiles, each only where the project has none yet.',
    takes: (folder) => folder < '20',
  },
  {
    name: '20251019_add_backend_features.sql',
    about: 'Attention, bets and auction votes, on top of vehicles(id, user_id) and vehicle_images(id, vehicle_id).',
    takes: (folder) => folder < '10' || (folder >= '20' && folder < '90'),
  },
  {
    name: '20251020_spec_research.sql',
    about: 'The library of sources and the research of specs, on top of 20251019_add_backend_features.sql.',
    takes: (folder) => folder >= '90',
  },
]

/** The text of a migration: pasteable in a SQL editor, and harmless when it is applied again. */
export async function buildMigration(root: string, migration: Migration): Promise<string> {
  const parts = [
    `-- ${migration.name}: ${migration.about}`,
    '-- Built from supabase/schemas by `npm run generate`; edit those files, not this one.',
    '-- It can be pasted into a SQL editor and applied more than once.',
  ]
  for (const { name, text } of await readSchemaFiles(root)) {
    if (!migration.takes(name)) continue
    const withRights = withFunctionRights(text)
    const relation = /^-- unless (\S+)$/m.exec(text)?.[1]
    parts.push(`\n-- ${name}\n`, relation ? onlyWithout(relation, withRights) : repeatable(withRights))
  }
  return `${parts.join('\n').trimEnd()}\n`
}

/** Rewrites what Postgres would refuse the second time. Schema files start each such statement in the first column. */
function repeatable(sql: string): string {
  return sql
    .replace(/^create (unlogged )?table (?!if not exists)/gm, 'create $1table if not exists ')
    .replace(/^create (unique )?index (?!if not exists)/gm, 'create $1index if not exists ')
    .replace(
      /^create type (\S+) as [^;]+;$/gm,
      (made, type) => `do $$ begin\n  if to_regtype('${type}') is null then\n${made}\n  end if;\nend $$;`,
    )
    .replace(/^create trigger /gm, 'create or replace trigger ')
    .replace(/^create policy ("[^"]+") on (\S+)/gm, 'drop policy if exists $1 on $2;\ncreate policy $1 on $2')
}

function onlyWithout(relation: string, sql: string): string {
  return [
    'do $migration$',
    'begin',
    `  if to_regclass('${relation}') is not null then return; end if;`,
    '  execute $statements$',
    sql.trimEnd(),
    '  $statements$;',
    'end',
    '$migration$;',
  ].join('\n')
}
