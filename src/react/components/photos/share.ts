import type { ShareChannel } from '../../../client/shares.ts'
import { say } from '../../language/say.ts'

/** `by` is null where nothing was shared: it was called off, or the address can only be shown. */
export type Shared = { by: ShareChannel | null; said: string }

/** The device's own share sheet where there is one; else the address is copied; else it is shown, to be copied by hand. */
export async function share({ url, title }: { url: string; title: string }): Promise<Shared> {
  const page = { url: new URL(url, location.href).href, title }
  if (typeof navigator.share === 'function') {
    try {
      await navigator.share(page)
      return { by: 'native', said: say('Shared.') }
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return { by: null, said: '' }
    }
  }
  try {
    await navigator.clipboard.writeText(page.url)
    return { by: 'link', said: say('Link copied.') }
  } catch {
    // No permission, or a page without https.
    return { by: null, said: page.url }
  }
}
