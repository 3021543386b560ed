import { type AuctionState, auctionStates, type FindQuery, type FindSort, findSorts } from '../../../client/find.ts'

export const views = ['feed', 'grid', 'technical'] as const
export type View = (typeof views)[number]
/** What the address of Discover says: what is looked for, and how it is shown. */
export type Asked = FindQuery & { view: View }

const one = <T extends string>(values: readonly T[], value: string | null): T | null =>
  values.find((each) => each === value) ?? null
const year = (value: string | null) => (value && /^\d{4}$/.test(value) ? Number(value) : null)

/** Whatever is no filter is none: an address may come from anywhere. */
export function readAddress(search: string): Asked {
  const said = new URLSearchParams(search)
  return {
    words: said.get('q')?.slice(0, 300) || null,
    make: said.get('make')?.slice(0, 80) || null,
    yearFrom: year(said.get('from')),
    yearTo: year(said.get('to')),
    auction: one<AuctionState>(auctionStates, said.get('vote')),
    sort: one<FindSort>(findSorts, said.get('sort')) ?? 'newest',
    view: one<View>(views, said.get('view')) ?? 'feed',
  }
}

export function addressOf({ words, make, yearFrom, yearTo, auction, sort, view }: Asked): string {
  const said = new URLSearchParams()
  const say = (name: string, value: string | number | null | undefined) => value && said.set(name, String(value))
  say('q', words)
  say('make', make)
  say('from', yearFrom)
  say('to', yearTo)
  say('vote', auction)
  say('sort', sort === 'newest' ? null : sort)
  say('view', view === 'feed' ? null : view)
  return said.size > 0 ? `/?${said}` : '/'
}

/** Whether anything narrows what is shown. */
export const isNarrowed = ({ words, make, yearFrom, yearTo, auction }: Asked) =>
  Boolean(words?.trim() || make || yearFrom || yearTo || auction)
