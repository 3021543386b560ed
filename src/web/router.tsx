import { type ComponentProps, type MouseEvent, useEffect, useSyncExternalStore } from 'react'

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

export const usePath = () => useSyncExternalStore(subscribe, () => location.pathname)

/** The part of the address that begins with a question mark. */
export const useSearch = () => useSyncExternalStore(subscribe, () => location.search)

/** Changes the address in its place: the way back leads to where one came from, not through every letter typed. */
export function replaceAddress(href: string): void {
  history.replaceState(history.state, '', href)
  dispatchEvent(new Event(moved))
}

function go(href: string): void {
  history.pushState(null, '', href)
  dispatchEvent(new Event(moved))
  scrollTo(0, 0)
}

/** A link to a page of this site. Everything a browser does with a link by modifier or middle button stays its own. */
export function Link({ href, onClick, ...rest }: ComponentProps<'a'> & { href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    event.preventDefault()
    go(href)
  }
  return <a href={href} onClick={follow} {...rest} />
}

/** Names the page in the tab and in the history. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} – Paddock` : 'Paddock'
  }, [title])
}
