import { readConfig } from '../config.ts'
import { migrate } from '../migrate.ts'
import { onDatabase } from './on-database.ts'

export async function run(): Promise<void> {
  const config = readConfig()
  const applied = await onDatabase(config, migrate)
  console.log(
    applied.length === 0 ? 'The database is up to date.' : applied.map((file) => `Applied ${file}`).join('\n'),
  )
}
