import type { Readable } from 'node:stream'

/** As hosted Supabase: longer lines are cut, and of more in ten seconds the rest is counted. */
const longestLine = 10_000
const mostLines = 1_000
const windowMs = 10_000

export type WriteLine = (line: string) => void

/** Passes lines of functions on to the server's log, with the function's name before each. */
export function createFunctionLog(write: WriteLine = console.log): (name: string, line: string) => void {
  const counts = new Map<string, { since: number; lines: number }>()
  return (name, line) => {
    const now = performance.now()
    const known = counts.get(name)
    const count = known && now - known.since < windowMs ? known : { since: now, lines: 0 }
    if (known && known !== count && known.lines > mostLines) {
      write(`[functions/${name}] ${known.lines - mostLines} more lines were dropped.`)
    }
    counts.set(name, count)
    count.lines++
    if (count.lines <= mostLines) write(`[functions/${name}] ${plain(line)}`)
  }
}

/** Nothing that a terminal acts upon. */
const plain = (line: string) =>
  line.slice(0, longestLine).replace(/\p{Cc}/gu, (character) => (character === '\t' ? character : '�'))

/** Calls for each line; a line without end is cut where it gets too long, so that it takes no memory. */
export function eachLine(stream: Readable, call: WriteLine): void {
  let rest = ''
  stream.setEncoding('utf8').on('data', (text: string) => {
    rest += text
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) call(line)
    if (rest.length > longestLine) {
      call(rest)
      rest = ''
    }
  })
  stream.on('end', () => rest !== '' && call(rest))
}
