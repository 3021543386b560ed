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

/** Drafts that this page is sending: kept still, in case that a reload cuts it off, and shown by no form. */
const onTheirWay = new Map<string, symbol>()

export function readDraft(key: string): unknown {
  if (onTheirWay.has(key)) return undefined
  const draft = readAll()[key]
  return draft && Date.now() - draft.at < lastsMs ? draft.value : undefined
}

/** Keeps the latest forty within 100,000 characters; `undefined` forgets one. */
export function keepDraft(key: string, value: unknown): void {
  onTheirWay.delete(key)
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

const tell = (key: string) => dispatchEvent(new CustomEvent(returned, { detail: key }))

/**
 * Puts words that were given back into the form that they came from.
 *
 * @returns false where something else has been typed there meanwhile, or nothing can be kept
 */
export function returnDraft(key: string, value: unknown): boolean {
  if (readDraft(key) !== undefined) return false
  keepDraft(key, value)
  if (readDraft(key) === undefined) return false
  tell(key)
  return true
}

/**
 * What is on its way is no draft: a form that is opened meanwhile is empty. Where sending fails it is one again, also in that
 * form, unless something else has been typed there.
 *
 * @param isAct whether it is written down as an act, which outlives a reload by itself
 */
export async function sendDraft<T>(key: string, sending: Promise<T>, isAct: boolean): Promise<T> {
  const value = readDraft(key)
  const mine = Symbol(key)
  if (isAct) keepDraft(key, undefined)
  else onTheirWay.set(key, mine)
  const isStill = () => onTheirWay.get(key) === mine
  try {
    const answer = await sending
    if (isStill()) keepDraft(key, undefined)
    return answer
  } catch (error) {
    if (isAct) returnDraft(key, value)
    else if (isStill() && onTheirWay.delete(key)) tell(key)
    throw error
  }
}

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
