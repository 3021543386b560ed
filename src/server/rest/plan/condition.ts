import type { RowType } from '../catalog/model.ts'
import { badEmbedFilter } from '../errors.ts'
import type { Condition, Test } from '../request/filter.ts'
import { type ColumnRef, resolveColumn } from './column.ts'
import type { EmbedNode } from './read.ts'

export type PlannedCondition =
  | { kind: 'filter'; column: ColumnRef; negated: boolean; test: Test }
  /** `rel=is.null`: rows without, or with, something to embed. */
  | { kind: 'embedded'; embed: EmbedNode; present: boolean }
  | { kind: 'and' | 'or'; negated: boolean; conditions: PlannedCondition[] }

/** @param embeds what the rows embed; a filter may ask whether there is any of it */
export function planCondition(
  condition: Condition,
  rows: RowType,
  embeds: readonly EmbedNode[] = [],
): PlannedCondition {
  if (condition.kind !== 'filter') {
    const conditions = condition.conditions.map((inner) => planCondition(inner, rows, embeds))
    return { kind: condition.kind, negated: condition.negated, conditions }
  }
  const { field, negated, test } = condition
  const embed = field.path.length === 0 ? embeds.find(({ name }) => name === field.name) : undefined
  if (embed && test.kind === 'is' && (test.value === 'null' || test.value === 'not_null')) {
    return { kind: 'embedded', embed, present: negated === (test.value === 'null') }
  }
  if (embed && !rows.columns.has(field.name)) throw badEmbedFilter(field.name)
  return { kind: 'filter', column: resolveColumn(rows, field), negated, test }
}
