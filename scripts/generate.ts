/**
 * Writes the generated files: the list of bots, types of bets, the aliases of the library, migrations from supabase/schemas; of the migrations the database types, the
 * dump of what they come to and the data model; the plot of the engagement score.
 * With --check it writes nothing and fails when a committed file is not what it would write.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateAliases } from './generate/aliases.ts'
import { generateBetResults, generateBetTypes } from './generate/bet-types.ts'
import { generateBots } from './generate/bots.ts'
import { writeDataModel } from './generate/data-model.ts'
import { writeDump } from './generate/dump.ts'
import { onEmptyDatabase } from './generate/empty-database.ts'
import { engagementPlot } from './generate/engagement-plot.ts'
import { buildMigration, migrations } from './generate/migrations.ts'
import { readCatalog } from './generate/types-catalog.ts'
import { writeTypes } from './generate/types-text.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const check = process.argv.includes('--check')
const stale: string[] = []

await settle('supabase/schemas/30_attention/20_bots.generated.sql', generateBots())
await settle('supabase/schemas/40_bets/05_bet_types.generated.sql', generateBetTypes())
await settle('supabase/schemas/50_settlement/28_bet_results.generated.sql', generateBetResults())
await settle('supabase/schemas/90_sources/35_aliases.generated.sql', await generateAliases(root))
for (const migration of migrations) {
  await settle(`supabase/migrations/${migration.name}`, await buildMigration(root, migration))
}
await onEmptyDatabase(async (sql) => {
  await settle('src/client/database.generated.ts', writeTypes(await readCatalog(sql)))
  await settle('supabase/dump.sql', await writeDump(sql))
  await settle('docs/data-model.md', await writeDataModel(sql, root))
})
await settle('docs/design/engagement-score.svg', engagementPlot())

if (stale.length > 0) {
  console.error(`Not fresh: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`)
  process.exitCode = 1
}

async function settle(path: string, text: string): Promise<void> {
  const file = join(root, path)
  const committed = await readFile(file, 'utf8').catch(() => null)
  if (committed === text) return
  if (check) stale.push(path)
  else await writeFile(file, text)
}
