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
    tag: said.get('tag')?.slice(0, 40) || null,
    place: said.get('place')?.slice(0, 40) || null,
    body: said.get('body')?.slice(0, 40) || null,
    question: said.get('question')?.slice(0, 40) || null,
    auction: one<AuctionState>(auctionStates, said.get('vote')),
    sort: one<FindSort>(findSorts, said.get('sort')) ?? 'newest',
    view: one<View>(views, said.get('view')) ?? 'feed',
  }
}

export function addressOf(asked: Asked): string {
  const { words, make, yearFrom, yearTo, auction, tag, place, body, question, sort, view } = asked
  const said = new URLSearchParams()
  const put = (name: string, value: string | number | null | undefined) => value && said.set(name, String(value))
  put('q', words)
  put('make', make)
  put('from', yearFrom)
  put('to', yearTo)
  put('vote', auction)
  put('tag', tag)
  put('place', place)
  put('body', body)
  put('question', question)
  put('sort', sort === 'newest' ? null : sort)
  put('view', view === 'feed' ? null : view)
  return said.size > 0 ? `/?${said}` : '/'
}

/** What narrows beside the words, in the order of the form. */
export const filterNames = ['make', 'yearFrom', 'yearTo', 'body', 'tag', 'place', 'question', 'auction'] as const
export type FilterName = (typeof filterNames)[number]

/** Whether anything narrows what is shown. */
export const isNarrowed = (asked: Asked) => Boolean(asked.words?.trim()) || isFiltered(asked)

export const isFiltered = (asked: Asked) => filterNames.some((name) => Boolean(asked[name]))

/** Whether the words have a letter or a number to look for. */
export const hasWords = (words: string | null | undefined) => /[\p{L}\p{N}]/u.test(words ?? '')
