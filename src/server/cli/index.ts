import { ConfigError } from '../config.ts'
import { MigrationError } from '../migrate.ts'
import { commands } from './commands.ts'

const help = `Paddock: community backend and page for collector vehicles.

Usage: paddock <command>

${commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join('\n')}

Settings come from the environment:
  PORT, HOST       Where to listen (54321 on 127.0.0.1)
  PADDOCK_DATA     Folder of keys and database (.paddock)
  DATABASE_URL     A Postgres 15+ instead of the embedded one
  PADDOCK_DEMO=0   Start without the demo vehicles
  PADDOCK_DISPUTE_WINDOW
                   How long the answer to a bet can be disputed (24 hours)`

/** @returns the exit code: 0 done, 1 could not be done, 2 asked wrongly */
export async function runCli(args: string[]): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(help)
    return name === undefined ? 2 : 0
  }
  const command = commands.find((candidate) => candidate.name === name)
  if (!command) {
    console.error(`paddock: there is no command "${name}". Known are ${commands.map(({ name }) => name).join(', ')}.`)
    return 2
  }
  if (rest.includes('--help')) {
    const { usage } = await command.load()
    console.log(usage ?? `paddock ${command.name}: ${command.summary}`)
    return 0
  }
  try {
    const { run } = await command.load()
    await run(rest)
    return 0
  } catch (error) {
    console.error(explain(error))
    return 1
  }
}

/** What an operator can mend is said in one sentence; anything else is a fault, and its stack helps to find it. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof MigrationError) return `paddock: ${error.message}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
