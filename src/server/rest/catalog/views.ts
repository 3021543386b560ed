import type { RawCatalog } from './read.ts'
import { type Origins, readOrigins } from './view-origins.ts'

/** For each table, the views above it: table -> view -> (column of the table -> the columns of the view that show it), by number. */
export type ViewColumns = Map<number, Map<number, Map<number, number[]>>>

/** Follows views that stand on views down to their tables. */
export function baseColumns(views: RawCatalog['views']): ViewColumns {
  const direct = new Map(views.map(({ id, tree }) => [id, readOrigins(tree)]))
  const result: ViewColumns = new Map()
  for (const [view, origins] of direct) {
    for (const [number, origin] of origins) {
      const base = follow(direct, origin)
      if (!base) continue
      const views = result.get(base.relation) ?? new Map<number, Map<number, number[]>>()
      const shown = views.get(view) ?? new Map<number, number[]>()
      shown.set(base.column, [...(shown.get(base.column) ?? []), number])
      result.set(base.relation, views.set(view, shown))
    }
  }
  return result
}

type Origin = { relation: number; column: number }

/** @returns null where views select from each other in a circle, as Postgres lets them be defined */
function follow(direct: Map<number, Origins>, origin: Origin): Origin | null {
  const seen = new Set<string>()
  let at = origin
  for (let deeper: Origin | undefined = at; deeper; deeper = direct.get(at.relation)?.get(at.column)) {
    at = deeper
    const place = `${at.relation} ${at.column}`
    if (seen.has(place)) return null
    seen.add(place)
  }
  return at
}
