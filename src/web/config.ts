import type { PaddockClient } from '../client/client.ts'
import { PaddockError } from '../client/errors.ts'
import { createLightClient } from './light/client.ts'
import type { Start } from './start.ts'

export const clientOf = ({ url, publishableKey }: Start['config']): PaddockClient =>
  createLightClient(new URL(url, location.href).href, publishableKey)

/** Asks the server where its API is, and for the publishable key: of a page that came without them. */
export async function connect(): Promise<PaddockClient> {
  // biome-ignore lint/style/noRestrictedGlobals: the page's own server.
  const answer = await fetch('/config.json').catch((cause: unknown) => {
    throw new PaddockError('offline', 'The server cannot be reached. Check the connection and try again.', cause)
  })
  if (!answer.ok) throw new PaddockError('unexpected', `The server answered ${answer.status}. Try again in a moment.`)
  return clientOf((await answer.json()) as Start['config'])
}
