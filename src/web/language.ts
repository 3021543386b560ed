import type { Language } from '../react/language/language.ts'

/** What was chosen below the page (`public/early.js`), else the first that its owner reads. As `languageOf` of the server. */
export function wanted(): 'en' | 'de' {
  const chosen = /paddock-language=(\w+)/.exec(document.cookie)?.[1] ?? ''
  const first = [chosen, ...navigator.languages].find((each) => /^(en|de)\b/i.test(each))
  return first && /^de/i.test(first) ? 'de' : 'en'
}

/** The catalogue, where it is not English, which the sentences themselves are. */
export const loadLanguage = async (tag: string): Promise<Language | undefined> =>
  tag === 'de' ? (await import('../react/language/german/index.ts')).german : undefined
