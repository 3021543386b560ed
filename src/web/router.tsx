import { type ComponentProps, createContext, useContext, useEffect, useSyncExternalStore } from 'react'

/** The pages of one site in one document, over the browser's history. */

const moved = 'paddock:moved'

function subscribe(callback: () => void): () => void {
  addEventListener('popstate', callback)
  addEventListener(moved, callback)
  return () => {
    removeEventListener('popstate', callback)
    removeEventListener(moved, callback)
  }
}

/** A page that a server renders: where, and what the page says of itself meanwhile. */
export type Served = { pathname: string; search: string; title?: string; missing?: boolean }

export const ServedContext = createContext<Served | null>(null)

export function usePath(): string {
  const served = useContext(ServedContext)
  const inBrowser = () => location.pathname
  return useSyncExternalStore(subscribe, inBrowser, served ? () => served.pathname : inBrowser)
}

/** The part of the address that begins with a question mark. */
export function useSearch(): string {
  const served = useContext(ServedContext)
  const inBrowser = () => location.search
  return useSyncExternalStore(subscribe, inBrowser, served ? () => served.search : inBrowser)
}

/** Changes the address in its place: the way back leads to where one came from, not through every letter typed. */
export function replaceAddress(href: string): void {
  history.replaceState(history.state, '', href)
  dispatchEvent(new Event(moved))
}

/** Leads to another page of this site. */
export function go(href: string): void {
  history.pushState(null, '', href)
  dispatchEvent(new Event(moved))
  scrollTo(0, 0)
}

/** Follows links to pages of this site without leaving the document, whatever component they stand in. */
export function useLinksInPlace(): void {
  useEffect(() => {
    document.addEventListener('click', follow)
    return () => document.removeEventListener('click', follow)
  }, [])
}

/** Everything a browser does with a link by modifier, middle button, target or download stays its own. */
function follow(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return
  if (event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const to = new URL(link.href)
  if (to.origin !== location.origin || !isPage(to.pathname)) return
  if (to.hash && to.pathname === location.pathname && to.search === location.search) return // a place in this page
  event.preventDefault()
  go(to.href)
}

/** Files of the server are fetched by the browser as ever. */
const isPage = (path: string) => !/^\/(rest|auth|functions|photos|live|storage|assets)\b|\.\w+$/.test(path)

/** A link to a page of this site. */
export const Link = (props: ComponentProps<'a'> & { href: string }) => <a {...props} />

/** Names the page in the tab and in the history. */
export function useTitle(title: string | undefined): void {
  const served = useContext(ServedContext)
  if (served && title) served.title = title
  useEffect(() => {
    document.title = title ? `${title} – Paddock` : 'Paddock'
  }, [title])
}

/** The page says that there is nothing at its address, so that a server answers 404. */
export function useMissing(): void {
  const served = useContext(ServedContext)
  if (served) served.missing = true
}
