import { ConfigError } from '../config.ts'

export const usage = `paddock sources <command>

  add <file, folder or URL> --kind K [--title T] [--make M] [--model M] [--years 1970-1972] [--trim T] [--engine E]
      [--vehicle ID] [--authority 0..1] [--depth N] [--dry-run] [--json]
                         Add a source and index it at once. Kinds: manual, article, forum, price_guide, listing,
                         dataset, registry, owner_document (with --vehicle: seen by the vehicle's owner only)
  add vpic:<VIN>         What the standard says of a VIN of 1981 or later, and what NHTSA's vPIC answers
  add nhtsa:recalls | nhtsa:complaints --make M --model M --years 1981-1985
  add epa:fuel-economy   The EPA's vehicles.csv, 1984 and later
  crawl [SOURCE] [--json]  Visit a source again, or every source that is due
  list [--json]            The sources
  search QUERY [--vehicle ID] [--kind K] [--limit N] [--json]
  retract DOCUMENT         Take a document out of search and answers at once
  health [--json]          Last crawls, what was refused and why

Hosts on local networks are fetched only where PADDOCK_FETCH_ALLOW (host:port, comma separated) names them.`

const commands: Record<string, () => Promise<{ run: (args: string[]) => Promise<void> }>> = {
  add: () => import('./sources/add.ts'),
  crawl: () => import('./sources/crawl.ts'),
  list: () => import('./sources/list.ts'),
  search: () => import('./sources/search.ts'),
  retract: () => import('./sources/retract.ts'),
  health: () => import('./sources/health.ts'),
}

export async function run([name, ...args]: string[]): Promise<void> {
  const load = name === undefined ? undefined : commands[name]
  if (!load)
    throw new ConfigError(`${name === undefined ? 'Say what to do' : `There is no "sources ${name}"`}.\n\n${usage}`)
  const { run } = await load()
  await run(args)
}
