import type { Catalog, Relationship, RowType } from '../catalog/model.ts'
import { castType } from '../catalog/types.ts'
import { aggregatesDisabled, notEmbedded, relatedOrderNotToOne, unknownType } from '../errors.ts'
import { pathName } from '../request/field.ts'
import type { OrderTerm } from '../request/order.ts'
import type { EmbedPath, Query } from '../request/query.ts'
import type { AggregateName, SelectEmbed, SelectField, SelectItem } from '../request/select.ts'
import { type ColumnRef, resolveColumn } from './column.ts'
import { type PlannedCondition, planCondition } from './condition.ts'
import { findRelationship } from './relationship.ts'

/** One level of a read: rows of one kind, what is shown of them, and what is embedded in them. */
export type ReadNode = {
  rows: RowType
  /** Its name in the SQL: r0 is the requested resource. */
  alias: string
  items: PlannedItem[]
  conditions: PlannedCondition[]
  order: PlannedOrder[]
  limit: number | null
  offset: number
  embeds: EmbedNode[]
}

export type EmbedNode = {
  node: ReadNode
  relationship: Relationship
  /** The key in the answer. */
  name: string
  target: string
  /** Its name in the SQL of the parent. */
  alias: string
  inner: boolean
  spread: boolean
  /** Nothing of it is shown: `rel()`. */
  hidden: boolean
}

export type PlannedItem =
  | { kind: 'star' }
  | { kind: 'column'; column: ColumnRef | null; cast: string | null; as: string; aggregate: Aggregate | null }
  | { kind: 'embed'; embed: EmbedNode }

/** What is made of all values of a group; of rows, where it is of no column. */
export type Aggregate = { name: AggregateName; cast: string | null }

export type PlannedOrder = {
  /** Of an embedded to-one resource, or of the rows themselves. */
  embed: EmbedNode | null
  column: ColumnRef
  direction: OrderTerm['direction']
  nulls: OrderTerm['nulls']
}

export type ReadOptions = {
  maxRows: number
  /** The rows come from a mutation: its own conditions chose them, and no limit is for them. */
  mutated: boolean
}

/** What of a query string is about reading, checked against the catalog. */
export function planRead(
  catalog: Catalog,
  schema: string,
  rows: RowType,
  query: Query,
  options: ReadOptions,
): ReadNode {
  const planner: Planner = { catalog, schema, aliases: 0, later: [] }
  const root = planNode(planner, rows, query.select)
  for (const { path } of [...query.conditions, ...query.orders, ...query.ranges]) nodeAt(root, path)
  for (const resolve of planner.later) resolve()
  limitRows(root, options.mutated ? null : options.maxRows, options.maxRows)
  for (const { path, condition } of query.conditions) {
    if (options.mutated && path.length === 0) continue
    const node = nodeAt(root, path)
    node.conditions.push(planCondition(condition, node.rows, node.embeds))
  }
  for (const { path, terms } of query.orders) {
    const node = nodeAt(root, path)
    node.order = terms.map((term) => planOrder(term, node))
  }
  for (const { path, limit, offset } of query.ranges) {
    const node = nodeAt(root, path)
    if (options.mutated && path.length === 0) continue
    if (limit !== null) node.limit = Math.min(limit, options.maxRows)
    if (offset !== null) node.offset = offset
  }
  return root
}

type Planner = {
  catalog: Catalog
  schema: string
  aliases: number
  /** Columns are looked up once all relationships are found: of two unknown names the relation's is told. */
  later: (() => void)[]
}

function planNode(planner: Planner, rows: RowType, items: readonly SelectItem[]): ReadNode {
  const node: ReadNode = {
    rows,
    alias: `r${planner.aliases++}`,
    items: [],
    conditions: [],
    order: [],
    limit: null,
    offset: 0,
    embeds: [],
  }
  const embeds = new Map<SelectItem, EmbedNode>()
  for (const item of items) if (item.kind === 'embed') embeds.set(item, planEmbed(planner, rows, item))
  node.embeds.push(...embeds.values())
  planner.later.push(() => {
    for (const item of items) {
      if (item.kind === 'star') node.items.push(item)
      else if (item.kind === 'field') node.items.push(planField(planner, rows, item))
      else node.items.push({ kind: 'embed', embed: embeds.get(item) as EmbedNode })
    }
  })
  return node
}

function planField(planner: Planner, rows: RowType, item: SelectField): PlannedItem {
  const { field, alias } = item
  if (item.aggregate && !planner.catalog.switches.aggregates) throw aggregatesDisabled()
  const column = field && resolveColumn(rows, field)
  const cast = planCast(planner, item.cast)
  const aggregate = item.aggregate && { ...item.aggregate, cast: planCast(planner, item.aggregate.cast) }
  const name = aggregate?.name ?? (field && pathName(field)) ?? column?.name ?? ''
  return { kind: 'column', column, cast, as: alias ?? name, aggregate }
}

function planCast({ catalog }: Planner, name: string | null): string | null {
  const cast = name === null ? null : castType(catalog.types, name)
  if (cast === undefined) throw unknownType(name as string)
  return cast
}

function planEmbed(planner: Planner, rows: RowType, item: SelectEmbed): EmbedNode {
  const relationship = findRelationship(planner.catalog, planner.schema, rows, item.target, item.hint)
  const node = planNode(planner, relationship.to, item.items)
  return {
    node,
    relationship,
    name: item.alias ?? item.target,
    target: item.target,
    alias: `e${node.alias.slice(1)}`,
    inner: item.join === 'inner',
    spread: item.spread,
    hidden: item.items.every((inner) => inner.kind === 'embed' && isHidden(inner)),
  }
}

/** Nothing of it is shown, nor of what it embeds. */
const isHidden = (item: SelectEmbed): boolean => item.items.every((inner) => inner.kind === 'embed' && isHidden(inner))

function limitRows(node: ReadNode, own: number | null, embedded: number): void {
  node.limit = own
  for (const embed of node.embeds) limitRows(embed.node, embed.relationship.toOne ? null : embedded, embedded)
}

function nodeAt(root: ReadNode, path: EmbedPath): ReadNode {
  let node = root
  for (const name of path) node = findEmbed(node, name).node
  return node
}

function findEmbed(node: ReadNode, name: string): EmbedNode {
  const embed = node.embeds.find((one) => one.name === name) ?? node.embeds.find((one) => one.target === name)
  if (!embed) throw notEmbedded(name)
  return embed
}

function planOrder(term: OrderTerm, node: ReadNode): PlannedOrder {
  const { direction, nulls } = term
  if (term.relation === null) return { embed: null, column: resolveColumn(node.rows, term.field), direction, nulls }
  const embed = findEmbed(node, term.relation)
  if (!embed.relationship.toOne) throw relatedOrderNotToOne(node.rows.name, term.relation)
  return {
    embed,
    column: shownColumn(embed.node, term.field) ?? resolveColumn(embed.node.rows, term.field),
    direction,
    nulls,
  }
}

/** A column by the name under which an embedded resource shows it. */
function shownColumn(node: ReadNode, { name, path }: OrderTerm['field']): ColumnRef | null {
  const shown = node.items.find((item) => item.kind === 'column' && item.column && item.as === name)
  if (path.length > 0 || node.rows.columns.has(name) || shown?.kind !== 'column' || !shown.column) return null
  return { name, computed: true, baseType: shown.column.baseType, path: [], casts: null }
}
