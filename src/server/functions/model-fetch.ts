import { authorityOf, createGuardedFetch } from '../../indexer/fetch/index.ts'
import type { Fetch } from '../../research/model/fetch.ts'
import type { ModelSettings } from '../../research/model/settings.ts'

/** More than any answer of a model: at most 2,000 tokens with their wrapping. */
const mostBytes = 1024 * 1024

/**
 * Reaches the provider that the operator has configured, which may be on the local network: its own host and port are allowed, and
 * nothing else is. Redirects are not followed, for they would take the key along.
 */
export function modelFetch({ baseUrl, timeoutMs }: ModelSettings): Fetch {
  const guarded = createGuardedFetch({ userAgent: 'paddock', allowed: new Set([authorityOf(new URL(baseUrl))]) })
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const { status, headers, body } = await guarded.fetch(url, {
      method: init.method === 'GET' ? 'GET' : 'POST',
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(typeof init.body === 'string' ? { body: init.body } : {}),
      totalMs: timeoutMs,
      idleMs: timeoutMs,
      limit: () => ({ bytes: mostBytes }),
      ...(init.signal ? { signal: init.signal } : {}),
    })
    return new Response(new Uint8Array(body), { status, headers: withoutEncoding(headers) })
  }
}

/** The body has been unpacked. */
const withoutEncoding = ({ 'content-encoding': _, 'content-length': __, ...rest }: Record<string, string>) => rest
