import { ApiError } from '../../api-error.ts'
import { decode } from './query.ts'

/** What one request may ask for. The defaults leave room for every screen that was seen; see docs/guides/limits.md. */
export type Bounds = {
  /** Resources within resources. */
  depth: number
  /** Embedded resources in all. */
  embeds: number
  /** Columns in all, embedded ones included. */
  columns: number
  /** Filters and conditions. */
  filters: number
  /** Bytes of an answer, as Postgres sends it. */
  answerBytes: number
}

export const usualBounds: Bounds = { depth: 7, embeds: 40, columns: 400, filters: 300, answerBytes: 32 * 1024 * 1024 }

/**
 * Refuses what costs much to plan, by the text alone: before anything is parsed, looked up or planned.
 *
 * @throws {ApiError} 400 with a stable code
 */
export function checkBounds(search: string, bounds: Bounds): void {
  if (search.length < 2) return
  const parts = search.slice(1).split('&')
  if (parts.length > bounds.filters + 20)
    throw tooMuch('too_many_filters', `A request takes at most ${bounds.filters} filters.`, 'Ask in several requests.')
  for (const part of parts) {
    if (part.startsWith('select=')) checkSelect(decode(part.slice(7)), bounds)
    else if (
      part.length > 200 &&
      countOf(part, '.') > bounds.filters * 4 &&
      /^(?:[\w.]*\.)?(?:not\.)?(?:and|or)=/.test(part)
    ) {
      throw tooMuch(
        'too_many_filters',
        `A request takes at most ${bounds.filters} filters.`,
        'Ask in several requests.',
      )
    }
  }
}

/** Brackets open an embedded resource, commas part columns; within quotes they mean themselves. */
function checkSelect(text: string, { depth, embeds, columns }: Bounds): void {
  const levels = [createLevel()]
  let opened = 0
  let items = 1
  let start = 0
  let quoted = false
  for (let at = 0; at <= text.length; at++) {
    const character = text[at] ?? ','
    if (character === '"') quoted = !quoted
    if (quoted || !/[,()]/.test(character)) continue
    levels.at(-1)?.name(text.slice(start, at))
    start = at + 1
    if (character === ',') items++
    else if (character === ')' && levels.length > 1) levels.pop()
    else if (character === '(') {
      opened++
      levels.push(createLevel())
      if (levels.length - 1 > depth)
        throw tooMuch(
          'embedded_too_deep',
          `Resources are embedded at most ${depth} deep.`,
          'Ask for the inner ones in a request of their own.',
        )
    }
  }
  if (opened > embeds)
    throw tooMuch(
      'too_many_embeds',
      `A request embeds at most ${embeds} resources.`,
      'Ask for some of them in a request of their own.',
    )
  if (items - 1 > columns)
    throw tooMuch('too_many_columns', `A request names at most ${columns} columns.`, 'Name fewer, or use *.')
}

/** One column, or resource, under many names makes a long answer of a short row. */
const mostNames = 6

/** Counts under how many names each is asked for: `alias:column->path::type`, `alias:resource!hint`. */
function createLevel() {
  const counts = new Map<string, number>()
  return {
    name: (item: string) => {
      const column = item
        .replace(/^\s*(?:"[^"]*"|[^:"]*):(?!:)/, '')
        .replace(/::[^:]*$/, '')
        .replaceAll('"', '')
        .trim()
      const count = (counts.get(column) ?? 0) + 1
      counts.set(column, count)
      if (column !== '' && count > mostNames)
        throw tooMuch('too_many_columns', `Nothing is selected under more than ${mostNames} names.`, 'Select it once.')
    },
  }
}

const countOf = (text: string, character: string) => text.split(character).length - 1
const tooMuch = (code: string, message: string, hint: string) => new ApiError(400, code, message, { hint })

/** Postgres was about to send more than an answer may have; the rest is not read. */
export const answerTooLarge = (bytes: number) =>
  new ApiError(413, 'answer_too_large', `The answer is larger than ${Math.round(bytes / 1024 / 1024)} MB.`, {
    hint: 'Ask for fewer rows or columns, with limit and select.',
  })
