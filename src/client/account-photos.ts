import type { PaddockClient } from './client.ts'
import { insideOf } from './inside.ts'
import { withPass } from './photos.ts'

type Row = { id?: unknown; image_url?: unknown; photo_pass?: unknown }

/** The files of photos that lie on the client's own server. One that cannot be had is left out. */
export async function* listPhotosOfOwner(
  client: PaddockClient,
  rows: AsyncIterable<unknown>,
  signal?: AbortSignal,
): AsyncGenerator<{ name: string; bytes: Uint8Array }> {
  const { supabaseUrl } = insideOf(client)
  const here = new URL(supabaseUrl)
  for await (const row of rows) {
    const { id, image_url: stored, photo_pass: pass } = row as Row
    if (typeof id !== 'string' || typeof stored !== 'string') continue
    const address = withPass(stored, typeof pass === 'string' ? pass : null)
    if (!URL.canParse(address, here)) continue
    const url = new URL(address, here)
    if (url.origin !== here.origin) continue
    // biome-ignore lint/style/noRestrictedGlobals: the client's own server.
    const response = await fetch(url, signal ? { signal } : {}).catch((error: unknown) => {
      signal?.throwIfAborted()
      if (error instanceof TypeError) return null
      throw error
    })
    if (!response?.ok) continue
    const ending = /\.(\w{1,5})$/.exec(url.pathname)?.[1] ?? 'bin'
    yield { name: `${id}.${ending}`, bytes: new Uint8Array(await response.arrayBuffer()) }
  }
}
