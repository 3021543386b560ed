// biome-ignore lint/style/noRestrictedGlobals: a type.
export type Fetch = typeof fetch

/**
 * `fetch` for a browser's client. When the server says that the session is over (signed out everywhere, banned), the client
 * is signed out, and what was asked is asked again without it: what is public stays readable.
 */
export const endingSessions =
  (signOut: () => Promise<unknown>): Fetch =>
  async (input, init) => {
    const response = await outliveThePage(input, init)
    if (response.status !== 401 || !(await saysRevoked(response))) return response
    await signOut()
    const headers = new Headers(init?.headers)
    headers.delete('authorization')
    const again = await outliveThePage(input, { ...init, headers })
    return again.status === 401 ? response : again // which says why: the session is over, or the account gone
  }

async function saysRevoked(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : null
  return typeof message === 'string' && message.startsWith('JWT revoked')
}

/** The dwell of a photo is logged when the page is left; `keepalive` lets that one request finish. */
const outliveThePage: Fetch = (input, init) =>
  // biome-ignore lint/style/noRestrictedGlobals: the project's own API, in the browser.
  fetch(input, String(input).includes('/rest/v1/image_views') ? { ...init, keepalive: true } : init)
