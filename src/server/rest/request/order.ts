import { type Field, parseField } from './field.ts'
import { Scanner } from './scanner.ts'

/** One term of `order=`; `relation` names an embedded to-one resource whose field is meant. */
export type OrderTerm = {
  relation: string | null
  field: Field
  direction: 'asc' | 'desc' | null
  nulls: 'first' | 'last' | null
}

export function parseOrder(text: string): OrderTerm[] {
  const scanner = new Scanner('order', text)
  const terms: OrderTerm[] = []
  do terms.push(parseTerm(scanner))
  while (scanner.take(','))
  scanner.end('delimiter (.), "," or end of input')
  return terms
}

function parseTerm(scanner: Scanner): OrderTerm {
  let field = parseField(scanner)
  let relation: string | null = null
  if (field.path.length === 0 && scanner.take('(')) {
    relation = field.name
    field = parseField(scanner)
    scanner.expect(')')
  }
  const direction = scanner.take('.asc') ? 'asc' : scanner.take('.desc') ? 'desc' : null
  const nulls = scanner.take('.nullsfirst') ? 'first' : scanner.take('.nullslast') ? 'last' : null
  scanner.skipBlanks()
  if (!scanner.done && !scanner.sees(',')) {
    const rest = nulls ? '"," or end of input' : `${direction ? '' : '"asc", "desc", '}"nullsfirst" or "nullslast"`
    scanner.take('.')
    scanner.fail(rest)
  }
  return { relation, field, direction, nulls }
}
