/** `paddock <name>`: one file each, loaded only when asked for. */
export type Command = { name: string; summary: string; load: () => Promise<{ run: (args: string[]) => Promise<void> }> }

export const commands: Command[] = [
  {
    name: 'start',
    summary: 'Start the server on its embedded Postgres, or on DATABASE_URL',
    load: () => import('./start.ts'),
  },
  { name: 'migrate', summary: 'Bring the database up to date without serving it', load: () => import('./migrate.ts') },
  { name: 'keys', summary: 'Print the publishable and the secret key', load: () => import('./keys.ts') },
]
