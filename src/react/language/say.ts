import { createElement, Fragment, type ReactNode } from 'react'
import { byLanguage, count, language } from './language.ts'

const rules = byLanguage(({ tag }) => new Intl.PluralRules(tag))

/**
 * An English sentence in the language of the page. `{name}` stands for a value; a number is written as the language does. With
 * forms for one and for many, divided by a bar, the first number among the values decides. A word that means two things says
 * which after an `@`.
 *
 * @example
 * say('{count} vote|{count} votes', { count: 1204 }) // '1,204 votes', '1.204 Stimmen'
 * say('{person} said yes', { person: <PersonName {...voter} /> })
 */
export function say(sentence: string, values?: Record<string, string | number | null | undefined>): string
export function say(sentence: string, values: Record<string, ReactNode>): ReactNode
export function say(sentence: string, values: Record<string, ReactNode> = {}): ReactNode {
  const forms = (language().words[sentence] ?? sentence.replace(/@\w+$/, '')).split('|')
  const first = forms.length > 1 ? Object.values(values).find((value) => typeof value === 'number') : undefined
  const form = typeof first === 'number' && rules().select(first) !== 'one' ? forms.at(-1) : forms[0]
  let isText = true
  const parts = (form ?? '').split(/\{(\w+)\}/).map((part, place): ReactNode => {
    if (place % 2 === 0) return part
    const value = values[part]
    if (typeof value === 'number') return count(value)
    if (typeof value === 'object' && value !== null) isText = false
    return value === false || value === undefined || value === null ? '' : value
  })
  return isText ? parts.join('') : createElement(Fragment, null, ...parts)
}

/**
 * What somebody or the database calls it, which is not looked into: in the language of the page where that knows the name.
 *
 * @param kind `@tag`, where the same name is also a word of another kind
 */
export const named = (name: string, kind = ''): string => language().words[name + kind] ?? name

/** A sentence that the database has made, where the language knows it. */
export const told = (sentence: string): string => language().told?.(sentence) ?? sentence

type Refusal = { message: string }

/** Why something was refused or failed: by its stable code, or in the words of who refused it. Null where nothing was. */
export function reasonOf(error: Refusal): string
export function reasonOf(error: Refusal | null | undefined): string | null
export function reasonOf(error: Refusal | null | undefined): string | null {
  return error ? ('code' in error && language().words[String(error.code)]) || told(error.message) : null
}
