import type { ReadNode } from '../plan/read.ts'
import { identifier } from './identifier.ts'

/**
 * The columns that a mutation or function must hand on for a read of its rows: no others, for the caller may
 * lack the right to see them.
 */
export function neededColumns(node: ReadNode, alias: string, more: readonly string[] = []): string[] {
  const names = new Set(more)
  const computed = new Set<string>()
  let all = false
  const need = (column: { name: string; computed: boolean }) => (column.computed ? computed : names).add(column.name)
  for (const item of node.items) {
    if (item.kind === 'star') all = true
    else if (item.kind === 'column') need(item.column)
  }
  for (const { relationship } of node.embeds) {
    if (relationship.routine) all = true
    for (const [from] of relationship.columns) names.add(from)
    for (const [origin] of relationship.junction?.from ?? []) names.add(origin)
  }
  const own = all ? [`${alias}.*`] : [...names].map((name) => `${alias}.${identifier(name)}`)
  return [...own, ...[...computed].map((name) => `${alias}.${identifier(name)} as ${identifier(name)}`)]
}
