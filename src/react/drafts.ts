/**
 * What has been typed and not yet sent, kept in this browser: over a reload, another page, signing in and being offline.
 * Signing out forgets all of it, and so does the next person's signing in.
 */

type Kept = Record<string, { at: number; value: unknown }>

const place = 'paddock.drafts'
const ownerPlace = 'paddock.drafts.of'
const most = 40
const mostCharacters = 100_000
const lastsMs = 30 * 86_400_000

export function readDraft(key: string): unknown {
  const draft = readAll()[key]
  return draft && Date.now() - draft.at < lastsMs ? draft.value : undefined
}

/** Keeps the latest forty within 100,000 characters; `undefined` forgets one. */
export function keepDraft(key: string, value: unknown): void {
  const { [key]: _, ...others } = readAll()
  const all: Kept = value === undefined ? others : { ...others, [key]: { at: Date.now(), value } }
  const latest = Object.entries(all)
    .filter(([, { at }]) => Date.now() - at < lastsMs)
    .sort(([, a], [, b]) => b.at - a.at)
    .slice(0, most)
  while (latest.length > 0) {
    const text = JSON.stringify(Object.fromEntries(latest))
    if (text.length <= mostCharacters && write(text)) return
    latest.pop()
  }
  write(null)
}

/** Tells the forms that a draft was put in their place. */
export const returned = 'paddock:draft'

export function forgetDrafts(): void {
  write(null)
  try {
    localStorage.removeItem(ownerPlace)
  } catch {
    // no storage, no drafts
  }
}

/**
 * Drafts of an account are not shown to the next: where its session ended otherwise than by signing out, they go when
 * somebody else signs in. What a visitor typed goes along with whoever signs in.
 */
export function claimDrafts(memberId: string): void {
  try {
    const owner = localStorage.getItem(ownerPlace)
    if (owner !== null && owner !== memberId) forgetDrafts()
    localStorage.setItem(ownerPlace, memberId)
  } catch {
    // no storage, no drafts
  }
}

/** Another program, or an older version of this one, may have left anything there. */
function readAll(): Kept {
  try {
    const all: unknown = JSON.parse(localStorage.getItem(place) ?? '{}')
    if (typeof all !== 'object' || all === null) return {}
    return Object.fromEntries(Object.entries(all).filter(([, draft]) => isKept(draft)))
  } catch {
    return {} // no storage, or not ours
  }
}

const isKept = (draft: unknown): draft is Kept[string] =>
  typeof draft === 'object' && draft !== null && 'at' in draft && typeof draft.at === 'number' && 'value' in draft

/** False where the browser keeps nothing: then a draft lives as long as its form. */
function write(text: string | null): boolean {
  try {
    if (text === null) localStorage.removeItem(place)
    else localStorage.setItem(place, text)
    return true
  } catch {
    return false
  }
}
