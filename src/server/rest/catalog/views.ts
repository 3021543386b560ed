import type { RawCatalog } from './read.ts'
import { type Origins, readOrigins } from './view-origins.ts'

/** For each view, the tables below it: table -> (column of the table -> column of the view), by number. */
export type ViewColumns = Map<number, Map<number, Map<number, number>>>

/** Follows views that stand on views down to their tables. */
export function baseColumns(views: RawCatalog['views']): ViewColumns {
  const direct = new Map(views.map(({ id, tree }) => [id, readOrigins(tree)]))
  const result: ViewColumns = new Map()
  for (const [view, origins] of direct) {
    const tables = new Map<number, Map<number, number>>()
    for (const [number, origin] of origins) {
      const base = follow(direct, origin)
      const shown = tables.get(base.relation) ?? new Map<number, number>()
      if (!shown.has(base.column)) shown.set(base.column, number)
      tables.set(base.relation, shown)
    }
    result.set(view, tables)
  }
  return result
}

type Origin = { relation: number; column: number }

function follow(direct: Map<number, Origins>, origin: Origin): Origin {
  const deeper = direct.get(origin.relation)?.get(origin.column)
  return deeper ? follow(direct, deeper) : origin
}
