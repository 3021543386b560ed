import type { Section } from '../chunks.ts'
import type { Element } from './dom.ts'

const block = new Set([
  'P',
  'DIV',
  'SECTION',
  'ARTICLE',
  'MAIN',
  'UL',
  'OL',
  'DL',
  'BLOCKQUOTE',
  'FIGURE',
  'FIGCAPTION',
  'PRE',
  'TABLE',
  'HEADER',
  'FOOTER',
  'ASIDE',
  'ADDRESS',
  'H1',
  'H2',
  'H3',
  'H4',
  'H5',
  'H6',
  'HR',
])
const line = new Set(['LI', 'TR', 'DT', 'DD', 'BR'])
const deepest = 400

export type Written = { text: string; sections: Section[]; quoted: { start: number; end: number; author?: string }[] }

/** The text of an element as it is read: blocks parted by blank lines, rows by lines, cells by ` | `; with its headings and quotations. */
export function writeText(
  root: Element,
  quoteAuthor: (quote: Element) => string | undefined = () => undefined,
): Written {
  const writer = new Writer(quoteAuthor)
  writer.write(root, 0)
  return writer.end()
}

/** Keeps the text in parts, and what it ends with: to look at its end must not cost the whole of it. */
class Writer {
  readonly #parts: string[] = []
  #length = 0
  /** How many line feeds stand at the end. */
  #feeds = 0
  #isBlank = true
  #sections: Section[] = []
  #quoted: Written['quoted'] = []
  #heading: string[] = []
  #from = 0
  readonly #quoteAuthor: (quote: Element) => string | undefined

  constructor(quoteAuthor: (quote: Element) => string | undefined) {
    this.#quoteAuthor = quoteAuthor
  }

  write(element: Element, depth: number): void {
    if (depth > deepest) return
    if (element.nodeType === 3) this.#add(element.textContent ?? '')
    if (element.nodeType !== 1) return
    const tag = element.tagName.toUpperCase()
    if (/^H[1-6]$/.test(tag)) this.#open(element, Number(tag[1]))
    else if (tag === 'BLOCKQUOTE' || tag === 'Q') this.#quote(element, depth)
    else {
      const parting = block.has(tag) ? '\n\n' : line.has(tag) ? '\n' : ''
      this.#part(parting)
      let first = true
      for (const child of element.childNodes) {
        if (tag === 'TR' && child.nodeType === 1 && !first) this.#add(' | ')
        if (child.nodeType === 1) first = false
        this.write(child, depth + 1)
      }
      this.#part(parting)
    }
  }

  end(): Written {
    this.#close()
    return { text: this.#parts.join(''), sections: this.#sections, quoted: this.#quoted }
  }

  #add(text: string): void {
    const folded = text.replace(/\s+/g, ' ')
    const atBlank = this.#length === 0 || this.#feeds > 0 || this.#parts.at(-1)?.endsWith(' ')
    this.#append(atBlank ? folded.trimStart() : folded)
  }

  #append(text: string): void {
    if (text === '') return
    this.#parts.push(text)
    this.#length += text.length
    this.#feeds = 0
    if (text !== ' ') this.#isBlank = false
  }

  #part(by: string): void {
    if (!by || this.#length === 0) return
    this.#trim()
    const missing = by.length - this.#feeds
    if (missing <= 0) return
    this.#parts.push(by.slice(this.#feeds))
    this.#length += missing
    this.#feeds = by.length
  }

  /** Takes blanks off the end. */
  #trim(): void {
    for (let last = this.#parts.at(-1); last?.endsWith(' '); last = this.#parts.at(-1)) {
      const kept = last.trimEnd()
      this.#length -= last.length - kept.length
      this.#parts.pop()
      if (kept === '') continue
      this.#parts.push(kept)
      return
    }
  }

  #open(element: Element, level: number): void {
    this.#close()
    const title = (element.textContent ?? '').replace(/\s+/g, ' ').trim()
    this.#heading = [...this.#heading.slice(0, level - 1), title].filter(Boolean)
    this.#part('\n\n')
    this.#from = this.#length
    this.#append(title)
    this.#part('\n\n')
  }

  #close(): void {
    this.#trim()
    if (!this.#isBlank) this.#sections.push({ start: this.#from, end: this.#length, heading: this.#heading })
    this.#part('\n\n')
    this.#from = this.#length
    this.#isBlank = true
  }

  #quote(element: Element, depth: number): void {
    this.#part(element.tagName.toUpperCase() === 'Q' ? '' : '\n\n')
    const start = this.#length
    for (const child of element.childNodes) this.write(child, depth + 1)
    const author = this.#quoteAuthor(element)
    if (this.#length > start) this.#quoted.push({ start, end: this.#length, ...(author ? { author } : {}) })
    this.#part('\n\n')
  }
}
