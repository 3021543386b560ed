import type { Casts, RowType } from '../catalog/model.ts'
import { nearest } from '../catalog/nearest.ts'
import { unknownColumn } from '../errors.ts'
import type { Field, JsonStep } from '../request/field.ts'

/** A column that exists, or a function of the row that is used like one. */
export type ColumnRef = { name: string; computed: boolean; baseType: string; path: JsonStep[]; casts: Casts | null }

/** @throws {ApiError} 400 42703 when the rows have no such column */
export function resolveColumn(rows: RowType, field: Field): ColumnRef {
  const column = rows.columns.get(field.name)
  if (column) {
    const { name, baseType } = column
    return { name, computed: false, baseType, path: field.path, casts: field.path.length === 0 ? column.casts : null }
  }
  const type = rows.computed.get(field.name)
  if (type !== undefined) return { name: field.name, computed: true, baseType: type, path: field.path, casts: null }
  // `works(count)`: Postgres reads it as count(works), so that many rows become their number.
  if (field.name === 'count') return { name: 'count', computed: true, baseType: 'int8', path: field.path, casts: null }
  throw unknownColumn(rows.name, field.name, nearest(field.name, rows.columns.keys()))
}
