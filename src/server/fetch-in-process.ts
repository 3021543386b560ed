/** Answers like the global `fetch`, without the network: by one of the server's own doors. */
// biome-ignore lint/style/noRestrictedGlobals: the type only, so that supabase-js takes it.
export type FetchInProcess = typeof fetch
