import type { ColumnRef } from '../plan/column.ts'
import type { PlannedCondition } from '../plan/condition.ts'
import type { ReadNode } from '../plan/read.ts'
import { identifier } from './identifier.ts'

/** The columns that a mutation must return for a read of its rows: no others, for the caller may lack the right. */
export function neededColumns(node: ReadNode, alias: string, more: readonly string[]): string[] {
  const names = new Set(more)
  let all = false
  for (const item of node.items) {
    if (item.kind === 'star') all = true
    else if (item.kind === 'column' && item.column && !item.column.computed) names.add(item.column.name)
  }
  for (const { embed, column } of node.order) if (!embed && !column.computed) names.add(column.name)
  for (const { relationship } of node.embeds) {
    if (relationship.routine) all = true
    for (const [from] of relationship.columns) names.add(from)
    for (const [origin] of relationship.junction?.from ?? []) names.add(origin)
  }
  const own = all ? [`${alias}.*`] : [...names].map((name) => `${alias}.${identifier(name)}`)
  return [...own, ...computedColumns(node, alias)]
}

/** Functions of the row, which work on rows of a table but not on what a mutation or function has handed on. */
export function computedColumns(node: ReadNode, alias: string): string[] {
  const shown = node.items.flatMap((item) => (item.kind === 'column' && item.column ? [item.column] : []))
  const ordered = node.order.flatMap(({ embed, column }) => (embed ? [] : [column]))
  const names = [...shown, ...ordered, ...node.conditions.flatMap(columnsOf)]
    .filter(({ computed }) => computed)
    .map(({ name }) => `${alias}.${identifier(name)} as ${identifier(name)}`)
  return [...new Set(names)]
}

function columnsOf(condition: PlannedCondition): ColumnRef[] {
  if (condition.kind === 'filter') return [condition.column]
  return condition.kind === 'embedded' ? [] : condition.conditions.flatMap(columnsOf)
}
