import { type ComponentType, lazy } from 'react'
import { isConnected } from './connection.ts'
import { say } from './language/say.ts'

/**
 * A part of a page that is loaded when it is shown. Without a connection it waits for one; where it does not come, it says
 * so in its place, and the rest of the page stays as it is. It needs a `Suspense` of its own.
 */
export const lazyPart = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  lazy(async () => ({ default: await loaded(load) }))

async function loaded<Props>(load: () => Promise<ComponentType<Props>>): Promise<ComponentType<Props>> {
  try {
    return await load()
  } catch {
    if (!(await isConnected())) await new Promise((resolve) => addEventListener('online', resolve, { once: true }))
    return await load().catch(() => NotLoaded)
  }
}

const NotLoaded = () => <p className="pd-small pd-soft">{say('This part could not be loaded. Load the page again.')}</p>
