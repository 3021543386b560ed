import type { Column, Relation, Relationship } from './model.ts'
import type { RawRelation } from './read.ts'

/** A relation while its relationships are still being found. */
export type DraftRelation = Relation & {
  raw: RawRelation
  columns: Map<string, Column>
  computed: Map<string, string>
  relationships: Relationship[]
  primaryKey: string[]
}

export function columnNames(relation: DraftRelation, numbers: readonly number[]): string[] {
  return numbers.map((number) => relation.raw.columns.find((column) => column.number === number)?.name ?? '')
}
