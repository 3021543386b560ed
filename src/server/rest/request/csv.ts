import { invalidBody } from '../errors.ts'

/**
 * A CSV body (RFC 4180) as rows of column and text; the bare word `NULL` is null.
 *
 * @throws {ApiError} 400 PGRST102 when a line has more or fewer fields than the header
 */
export function parseCsv(text: string): Record<string, string | null>[] {
  const [header, ...lines] = readLines(text)
  if (header === undefined) throw invalidBody('The CSV body is empty; its first line must name the columns')
  return lines.map((line) => {
    if (line.length !== header.length) throw invalidBody('All lines must have same number of fields')
    return Object.fromEntries(
      header.map((name, index) => [name, line[index] === 'NULL' ? null : (line[index] ?? null)]),
    )
  })
}

const bareField = /[^,\r\n"]*/y
const quotedField = /"((?:[^"]|"")*)"/y
const lineEnd = /\r?\n|\r/y

function readLines(text: string): string[][] {
  const lines: string[][] = []
  let at = 0
  let line: string[] = []
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at = pattern.lastIndex
    return found
  }
  while (at < text.length) {
    const quoted = take(quotedField)
    line.push(quoted ? (quoted[1] as string).replaceAll('""', '"') : (take(bareField)?.[0] ?? ''))
    if (text[at] === ',') {
      at++
      if (at === text.length) line.push('')
      continue
    }
    if (at < text.length && !take(lineEnd)) throw invalidBody('The CSV body has a stray double quote')
    lines.push(line)
    line = []
  }
  if (line.length > 0) lines.push(line)
  return lines
}
