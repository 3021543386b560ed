import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { readConfig } from '../config.ts'
import { demoPassword, mara } from '../demo/people.ts'
import { keysFile } from '../keys.ts'
import { type Server, startServer } from '../server.ts'
import { untilToldToStop } from './signals.ts'

export async function run(): Promise<void> {
  setFlagsFromString('--heap-growing-percent=40') // see docs/architecture.md, Memory
  const config = readConfig()
  const server = await startServer({ config })
  // Before it says that it is ready: whoever waits for that may stop it at once.
  const told = untilToldToStop(() => server.kill()).then(() => 'told' as const)
  console.log(greeting(server, join(config.dataDir, keysFile)))
  const reason = await Promise.race([told, server.databaseLost.then(() => 'database lost' as const)])
  if (reason === 'told') console.log('Stopping: finishing running requests, then the database.')
  await server.stop()
  if (reason === 'database lost') {
    throw new Error(`Postgres ended by itself, so the server has stopped. Its log is in ${server.databaseLog}.`)
  }
}

/** What is printed lands in the logs of services, so the secret key is not. */
function greeting({ url, keys, demo, mailbox }: Server, keysPath: string): string {
  const lines = [
    ['Page', url],
    ['API URL', url],
    ...(mailbox ? [['Mails', `${url}/mailbox (on this machine only, for there is no SMTP_URL)`]] : []),
    ['Publishable key', keys.publishableKey],
    [
      'Secret key',
      process.env.SUPABASE_SECRET_KEY ? 'as SUPABASE_SECRET_KEY says' : `in ${keysPath} (npx paddock keys)`,
    ],
    ...(demo ? [['Demo account', `${mara.email}, password ${demoPassword} (owner of the 1970 ’Cuda)`]] : []),
  ]
  return `\nPaddock is ready.\n\n${lines.map(([label, value]) => `  ${label?.padEnd(17)}${value}`).join('\n')}\n\nStop it with Ctrl-C.\n`
}
