import { createCluster } from './cluster.ts'
import { prepareHome } from './home.ts'
import { stopOrphan } from './orphan.ts'
import { type Postmaster, startPostmaster } from './postmaster.ts'
import { loadSecrets } from './secrets.ts'

export type Embedded = {
  /** Folder of the cluster and its log. */
  home: string
  /** Superuser `postgres`. */
  adminUrl: string
  /** Role `authenticator`, which can log in once the roles are made. */
  gatewayUrl: string
  /** Password for `authenticator`. */
  gatewayPassword: string
} & Omit<Postmaster, 'port'>

/** Starts the Postgres whose data belongs to `dataDir`, making it first where there is none. */
export async function startEmbedded(dataDir: string, extra: Record<string, string> = {}): Promise<Embedded> {
  const secrets = await loadSecrets(dataDir)
  const { home, binaries, user } = await prepareHome(dataDir)
  await createCluster({ binaries, home, user, password: secrets.postgres, extra })
  await stopOrphan({ binaries, home })
  const { port, ...postmaster } = await startPostmaster({ binaries, home, user })
  const url = (role: string, password: string) => `postgresql://${role}:${password}@127.0.0.1:${port}/postgres`
  return {
    home,
    adminUrl: url('postgres', secrets.postgres),
    gatewayUrl: url('authenticator', secrets.authenticator),
    gatewayPassword: secrets.authenticator,
    ...postmaster,
  }
}
