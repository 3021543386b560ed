/** How a provider is reached: the guarded fetch on Node, the platform's own on Deno. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>
