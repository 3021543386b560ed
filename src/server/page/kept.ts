/** A page as it is sent. `version` differs when something that it shows has changed. */
export type Page = {
  html: string
  status: number
  etag: string
  /** Hashes of the scripts, style sheets and style attributes that stand in it. */
  scripts: string[]
  sheets: string[]
  styles: string[]
  vehicles: string[]
  version: string
}

const freshMs = 30_000
const mostBytes = 24 * 1024 * 1024

/** Rendered pages, the latest asked for last; what was asked for longest ago goes first when they grow too many. */
export function createKept() {
  const pages = new Map<string, Page & { until: number }>()
  let bytes = 0
  const remove = (key: string) => {
    bytes -= 2 * (pages.get(key)?.html.length ?? 0)
    pages.delete(key)
  }
  return {
    get: (key: string): Page | null => {
      const found = pages.get(key)
      if (!found) return null
      remove(key)
      if (found.until < Date.now()) return null
      pages.set(key, found)
      bytes += 2 * found.html.length
      return found
    },
    set: (key: string, page: Page) => {
      remove(key)
      pages.set(key, { ...page, until: Date.now() + freshMs })
      bytes += 2 * page.html.length
      for (const oldest of pages.keys()) {
        if (bytes <= mostBytes) break
        remove(oldest)
      }
    },
  }
}
