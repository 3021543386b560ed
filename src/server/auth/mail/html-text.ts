import { Parser } from 'htmlparser2'

const unseen: ReadonlySet<string> = new Set(['head', 'style', 'script', 'title'])
const blocks: ReadonlySet<string> = new Set(['p', 'div', 'h1', 'h2', 'h3', 'h4', 'li', 'tr', 'table', 'ul', 'ol', 'br'])

/** What a mail says, for readers without HTML: blocks on lines of their own, and after a link where it leads. */
export function textOf(html: string): string {
  let text = ''
  let hidden = 0
  const links: string[] = []
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (unseen.has(name)) hidden++
      if (blocks.has(name)) text += '\n'
      if (name === 'a') links.push(attributes.href ?? '')
    },
    ontext: (part) => {
      if (hidden === 0) text += part.replace(/\s+/g, ' ')
    },
    onclosetag: (name) => {
      if (unseen.has(name)) hidden--
      if (blocks.has(name)) text += '\n'
      const href = name === 'a' ? links.pop() : undefined
      if (href) text += `: ${href} `
    },
  })
  parser.end(html)
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** The text of `<title>` in one line. */
export function titleOf(html: string): string {
  let title = ''
  let inside = false
  const parser = new Parser({
    onopentag: (name) => {
      if (name === 'title') inside = title === ''
    },
    ontext: (part) => {
      if (inside) title += part
    },
    onclosetag: (name) => {
      if (name === 'title') inside = false
    },
  })
  parser.end(html)
  return title.replace(/\s+/g, ' ').trim().slice(0, 200)
}
