/** Asks for the access token of whoever is signed in; null for a visitor. */
export type AccessToken = () => Promise<string | null>

/** Whose views these are. A page that is going away cannot wait for a token, so the last one is kept at hand. */
export function createViewer(accessToken: AccessToken | undefined) {
  let token: string | null = null
  return {
    token: () => token,
    /** Null for a visitor. */
    id: () => subject(token),
    /** Fails where `accessToken` does. */
    async refresh() {
      if (accessToken) token = await accessToken()
    },
  }
}

export type Viewer = ReturnType<typeof createViewer>

/** Who a JWT speaks for; it is not verified, only told apart. */
function subject(token: string | null): string | null {
  if (!token) return null
  try {
    const payload = (token.split('.')[1] as string).replaceAll('-', '+').replaceAll('_', '/')
    return String(JSON.parse(atob(payload)).sub)
  } catch {
    return 'member'
  }
}
