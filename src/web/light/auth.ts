import type { PaddockClient } from '../../client/client.ts'
import type { Fetch } from '../../client/session-end.ts'
import { isReached } from '../reach.ts'

type Auth = PaddockClient['auth']
type OnChange = Parameters<Auth['onAuthStateChange']>[0]
type Options = { url: string; key: string; storageKey: string; fetch: Fetch }
type Listener = { onChange: OnChange; unsubscribe: () => void }

/**
 * Accounts, whose code is fetched once somebody is signed in or acts. Until then nobody is signed in, which needs no code.
 */
export function createLightAuth({ url, key, storageKey, fetch }: Options): Auth {
  let loading: Promise<Auth> | null = null
  /** Who wants to hear of changes, until there is code that tells them. */
  const waiting = new Set<Listener>()

  const subscribe = (auth: Auth) => {
    for (const listener of waiting) {
      const { data } = auth.onAuthStateChange(listener.onChange)
      listener.unsubscribe = () => data.subscription.unsubscribe()
    }
    waiting.clear()
  }
  const load = async () => {
    // Browsers remember that a module could not be fetched, and do not try again.
    const mayComeFromHere = isReached() || navigator.serviceWorker?.controller
    if (!loading && !mayComeFromHere) throw new TypeError('Failed to fetch: offline.')
    loading ??= import('@supabase/auth-js').then(({ AuthClient }): Auth => {
      const headers = { apikey: key, Authorization: `Bearer ${key}` }
      return new AuthClient({ url, storageKey, fetch, headers, detectSessionInUrl: false })
    })
    try {
      const auth = await loading
      subscribe(auth)
      return auth
    } catch (error) {
      loading = null // offline: the next act tries again
      throw error
    }
  }
  const isNeeded = () => loading !== null || isStored(storageKey)

  // Whoever touches the page may act next.
  const begin = () => load().catch(() => {})
  for (const type of ['pointerdown', 'keydown']) addEventListener(type, begin, { once: true, passive: true })

  // Signed in in another tab.
  addEventListener('storage', (event) => {
    if (event.key === storageKey && event.newValue !== null && waiting.size > 0) void begin()
  })

  addEventListener('online', () => {
    if (isStored(storageKey) && waiting.size > 0) void begin()
  })

  const onAuthStateChange = (onChange: OnChange) => {
    const listener: Listener = { onChange, unsubscribe: () => waiting.delete(listener) }
    waiting.add(listener)
    const tellNobody = () => {
      if (waiting.has(listener)) void onChange('INITIAL_SESSION', null)
    }
    if (isNeeded()) load().catch(tellNobody)
    else queueMicrotask(tellNobody)
    return { data: { subscription: { id: storageKey, callback: onChange, unsubscribe: () => listener.unsubscribe() } } }
  }
  const getSession = async () =>
    isNeeded() ? await load().then((auth) => auth.getSession(), unreachable) : { data: { session: null }, error: null }

  // Everything else is a call that gives a promise.
  return new Proxy({ onAuthStateChange, getSession } as unknown as Auth, {
    get: (known, name, receiver) => {
      if (name in known || typeof name === 'symbol' || name === 'then') return Reflect.get(known, name, receiver)
      return async (...args: unknown[]) => {
        const auth = await load().catch(() => null)
        if (!auth) return unreachable()
        return await (Reflect.get(auth, name) as (...args: unknown[]) => Promise<unknown>).apply(auth, args)
      }
    },
  })
}

/** The answer of supabase-js where the network fails. */
const unreachable = () => ({
  data: { user: null, session: null },
  error: new TypeError('Failed to fetch the code for accounts.'),
})

function isStored(key: string): boolean {
  try {
    return localStorage.getItem(key) !== null
  } catch {
    return false
  }
}
