import { createPaddock, type PaddockClient } from '../client/client.ts'
import { PaddockError } from '../client/errors.ts'

/** Asks the server where its API is, and for the publishable key. */
export async function connect(): Promise<PaddockClient> {
  // biome-ignore lint/style/noRestrictedGlobals: the page's own server.
  const answer = await fetch('/config.json').catch((cause: unknown) => {
    throw new PaddockError('offline', 'The server cannot be reached. Check the connection and try again.', cause)
  })
  if (!answer.ok) throw new PaddockError('unexpected', `The server answered ${answer.status}. Try again in a moment.`)
  const { url, publishableKey } = (await answer.json()) as { url: string; publishableKey: string }
  return createPaddock(new URL(url, location.href).href, publishableKey)
}
