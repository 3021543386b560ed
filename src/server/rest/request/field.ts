import type { Scanner } from './scanner.ts'

/** A column, or a place inside a json column: `data->address->>city`. */
export type Field = { name: string; path: JsonStep[] }
export type JsonStep = { arrow: '->' | '->>'; key: string | number }

const index = /-?\d+(?=->|::|[.,)]|$)/y

export function parseField(scanner: Scanner): Field {
  scanner.skipBlanks()
  const name = scanner.name()
  const path = parseJsonPath(scanner)
  scanner.skipBlanks()
  return { name, path }
}

export function parseJsonPath(scanner: Scanner): JsonStep[] {
  const path: JsonStep[] = []
  for (;;) {
    const arrow = scanner.take('->>') ? '->>' : scanner.take('->') ? '->' : null
    if (arrow === null) return path
    const position = scanner.match(index)
    path.push({ arrow, key: position === null ? scanner.jsonKey() : toIndex(scanner, position) })
  }
}

function toIndex(scanner: Scanner, digits: string): number {
  const value = Number(digits)
  if (Math.abs(value) <= 2_147_483_647) return value
  return scanner.refuse(`"${digits}" is out of range for an array index`)
}

/** The key under which an unnamed json path appears in the answer: its last name. */
export function pathName(field: Field): string | null {
  if (field.path.length === 0) return null
  return (
    field.path.findLast((step): step is JsonStep & { key: string } => typeof step.key === 'string')?.key ?? field.name
  )
}
