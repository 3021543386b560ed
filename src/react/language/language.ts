import { createContext, use } from 'react'

/** A language that the components speak. */
export type Language = {
  /** BCP 47, as in `<html lang>`. */
  tag: string
  /** How numbers and money, and how dates are written, if not as `tag` says. */
  numbers?: string
  dates?: string
  /** By the English sentence, and refusals by their code; what is missing stays English. */
  words: Readonly<Record<string, string>>
  /** A sentence that the database has made of what is in it, such as a verdict's reason; null where it is not known. */
  told?: (sentence: string) => string | null
}

export const english: Language = { tag: 'en', numbers: 'en-US', dates: 'en-GB', words: {} }

export const LanguageContext = createContext(english)

let spoken = english
let read = () => spoken

/** The language of what is being rendered or answered now. */
export const language = (): Language => read()

/**
 * A browser shows one language at a time, so that also what answers a tap knows it. A server renders several pages at
 * once: there the language is that of the provider around the component.
 */
export function speak(next: Language): void {
  spoken = next
  if (typeof document === 'undefined') read = () => use(LanguageContext)
}

/** Something of `Intl` that is made once for each language. */
export function byLanguage<T>(make: (language: Language) => T): () => T {
  const made = new Map<Language, T>()
  return () => {
    const now = language()
    const kept = made.get(now) ?? make(now)
    made.set(now, kept)
    return kept
  }
}

export const numberFormat = (options: Intl.NumberFormatOptions) => {
  const format = byLanguage(({ tag, numbers = tag }) => new Intl.NumberFormat(numbers, options))
  return (value: number) => format().format(value)
}

/** A number as people read it: "1,204", "3.5". */
export const count = numberFormat({ maximumFractionDigits: 1 })

/** Of a time in milliseconds or as ISO 8601, in UTC. */
export const dateFormat = (options: Intl.DateTimeFormatOptions) => {
  const format = byLanguage(({ tag, dates = tag }) => new Intl.DateTimeFormat(dates, { timeZone: 'UTC', ...options }))
  return (value: string | number) => format().format(new Date(value))
}
