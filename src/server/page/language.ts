import { parseAccept } from 'hono/utils/accept'

/** The languages of the page; the first where nothing else is wished. */
export const languages = ['en', 'de'] as const

export type PageLanguage = (typeof languages)[number]

const known = (text: string | undefined) => languages.find((each) => each === text)

/** What was chosen in this browser (`src/web/public/early.js`), else what its owner would rather read. */
export function languageOf(headers: Headers): PageLanguage {
  const chosen = /(?:^|;\s*)paddock-language=(\w+)/.exec(headers.get('cookie') ?? '')?.[1]
  return known(chosen) ?? preferred(headers.get('accept-language') ?? '')
}

function preferred(header: string): PageLanguage {
  const wished = parseAccept(header.slice(0, 500))
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ type }) => known(type.slice(0, 2).toLowerCase()))
  return wished.find((each) => each !== undefined) ?? 'en'
}
