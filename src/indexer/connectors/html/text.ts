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

class Writer {
  #text = ''
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
    return { text: this.#text, sections: this.#sections, quoted: this.#quoted }
  }

  #add(text: string): void {
    const folded = text.replace(/\s+/g, ' ')
    this.#text += /(?:^|\s)$/.test(this.#text) ? folded.trimStart() : folded
  }

  #part(by: string): void {
    if (!by || this.#text === '') return
    this.#text = this.#text.replace(/[ \t]+$/, '')
    const there = /\n*$/.exec(this.#text)?.[0].length ?? 0
    if (there < by.length) this.#text += by.slice(there)
  }

  #open(element: Element, level: number): void {
    this.#close()
    const title = (element.textContent ?? '').replace(/\s+/g, ' ').trim()
    this.#heading = [...this.#heading.slice(0, level - 1), title].filter(Boolean)
    this.#part('\n\n')
    this.#from = this.#text.length
    this.#text += title
    this.#part('\n\n')
  }

  #close(): void {
    this.#text = this.#text.replace(/[ \t]+$/, '')
    if (this.#text.slice(this.#from).trim() !== '')
      this.#sections.push({ start: this.#from, end: this.#text.length, heading: this.#heading })
    this.#part('\n\n')
    this.#from = this.#text.length
  }

  #quote(element: Element, depth: number): void {
    this.#part(element.tagName.toUpperCase() === 'Q' ? '' : '\n\n')
    const start = this.#text.length
    for (const child of element.childNodes) this.write(child, depth + 1)
    const author = this.#quoteAuthor(element)
    if (this.#text.length > start) this.#quoted.push({ start, end: this.#text.length, ...(author ? { author } : {}) })
    this.#part('\n\n')
  }
}
