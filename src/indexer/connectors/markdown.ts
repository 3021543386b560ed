import type { Connector, Hints, ParsedDocument } from '../document.ts'
import type { Section } from './chunks.ts'
import { isText } from './decode.ts'
import { endingOf } from './name.ts'
import { readBody, type TextFormat } from './plain-text.ts'

/** Markdown stays as it is written, so that offsets are of the file; its headings head the chunks, and a front matter is read. */
export const markdown: Connector = {
  name: 'Markdown',
  accepts: (fetched) =>
    isText(fetched) && (fetched.mediaType === 'text/markdown' || /^(?:md|markdown)$/.test(endingOf(fetched.url))),
  read: (fetched, hints) => readBody(fetched, hints, new Markdown(hints)),
}

export class Markdown implements TextFormat {
  readonly #hints: Hints
  #heading: string[] = []
  #from = 0

  constructor(hints: Hints) {
    this.#hints = hints
  }

  about(text: string): Partial<ParsedDocument> {
    const { fields, end } = frontMatter(text)
    this.#from = end
    const title = this.#hints.title ?? fields.title ?? firstHeading(text, end)
    return {
      ...(title ? { title } : {}),
      author: fields.author ?? null,
      publishedAt: fields.date ?? null,
      language: fields.lang ?? null,
      signals: { search: null, aiInput: fields['ai-input'] === 'no' ? false : null, aiTrain: null },
    }
  }

  *sections(text: string): Generator<Section> {
    for (const section of sectionsOf(text, this.#from, this.#heading)) {
      this.#heading = section.heading
      yield section
    }
    this.#from = 0
  }
}

/** `key: value` lines between two lines of three dashes at the very begin. */
function frontMatter(text: string): { fields: Record<string, string>; end: number } {
  const match = /^---\n([\s\S]{0,4000}?)\n---\n/.exec(text)
  if (!match) return { fields: {}, end: 0 }
  const fields = (match[1] ?? '').split('\n').flatMap((line): [string, string][] => {
    const pair = /^([a-z-]+):\s*(.+)$/i.exec(line)
    return pair ? [[(pair[1] ?? '').toLowerCase(), (pair[2] ?? '').replace(/^["']|["']$/g, '').trim()]] : []
  })
  return { fields: Object.fromEntries(fields), end: match[0].length }
}

function firstHeading(text: string, from: number): string | undefined {
  for (const { heading } of sectionsOf(text, from)) if (heading.length > 0) return heading[0]
}

function* sectionsOf(text: string, from: number, before: string[] = []): Generator<Section> {
  let heading = before
  let start = from
  for (const match of text.slice(from).matchAll(/^(#{1,6})[ \t]+(\S.*)$/gm)) {
    const at = from + match.index
    if (at > start) yield { start, end: at, heading }
    const level = (match[1] ?? '').length
    heading = [...heading.slice(0, level - 1), withoutClosing(match[2] ?? '')]
    start = at + match[0].length
  }
  yield { start, end: text.length, heading }
}

/** `Engine ##` is `Engine`; `C#` stays. */
function withoutClosing(written: string): string {
  const title = written.trimEnd()
  let end = title.length
  while (title[end - 1] === '#') end--
  return /\s/.test(title[end - 1] ?? '') ? title.slice(0, end).trimEnd() : title
}
