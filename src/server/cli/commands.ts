/** `paddock <name>`: one file each, loaded only when asked for. */
export type Command = { name: string; summary: string; load: () => Promise<CommandModule> }
/** `usage` is for a command that takes arguments. */
export type CommandModule = { run: (args: string[]) => Promise<void>; usage?: string }

export const commands: Command[] = [
  {
    name: 'start',
    summary: 'Start the server on its embedded Postgres, or on DATABASE_URL',
    load: () => import('./start.ts'),
  },
  { name: 'migrate', summary: 'Bring the database up to date without serving it', load: () => import('./migrate.ts') },
  { name: 'keys', summary: 'Print the publishable and the secret key', load: () => import('./keys.ts') },
  {
    name: 'import',
    summary: 'Turn a folder of photos into the photos of a vehicle',
    load: () => import('./import.ts'),
  },
  {
    name: 'audit',
    summary: 'Replay the ledger of points and every settlement, and say whether all of it holds',
    load: () => import('./audit.ts'),
  },
  {
    name: 'sources',
    summary: 'Add, crawl, search and retract sources of the library',
    load: () => import('./sources.ts'),
  },
  { name: 'dossier', summary: "Write a car's researched record as PDF", load: () => import('./dossier.ts') },
  {
    name: 'mcp',
    summary: 'Serve search, documents and research to agents (Model Context Protocol)',
    load: () => import('./mcp.ts'),
  },
  {
    name: 'jobs',
    summary: 'Print the jobs with their last errors, and what they have set aside',
    load: () => import('./jobs.ts'),
  },
  { name: 'operator', summary: 'Say who is an operator', load: () => import('./operator.ts') },
  {
    name: 'doctor',
    summary: 'Say what the database still needs its owner to do',
    load: () => import('./doctor.ts'),
  },
]
