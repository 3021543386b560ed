import type { Relation } from '../catalog/model.ts'
import type { ColumnRef } from '../plan/column.ts'
import type { Aggregate, EmbedNode, PlannedItem, PlannedOrder, ReadNode } from '../plan/read.ts'
import { columnSql, conditionSql } from './condition.ts'
import { identifier, qualified } from './identifier.ts'
import type { Statement } from './statement.ts'

/** The column of a to-many join that holds all its rows as one list. */
const list = '"*rows*"'

/**
 * The rows of a read, its embedded resources joined laterally.
 *
 * @param on what ties the rows to those that embed them
 * @param raw values are handed on as they are: whoever spreads them aggregates them
 */
export function readSql(
  statement: Statement,
  node: ReadNode,
  from: string,
  on: readonly string[] = [],
  raw = false,
): string {
  const aggregated = isAggregated(node)
  const outputs = node.items.flatMap((item) => outputsOf(statement, node, item, aggregated || hasForms(node)))
  const columns = outputs.map((output) => (raw ? rawSql(output) : aggregated ? groupedSql(output) : plainSql(output)))
  const groups = aggregated && !raw ? outputs.filter(({ aggregate }) => !aggregate).map(keySql) : []
  const joins = node.embeds.filter((embed) => isJoined(node, embed)).map((embed) => joinSql(statement, node, embed))
  const conditions = node.conditions.map((condition) => conditionSql(statement, node.alias, condition, joinedSql))
  const parts = [
    `select ${columns.join(', ')} from ${from}`,
    ...joins,
    whereSql([...on, ...conditions]),
    groups.length > 0 ? `group by ${groups.join(', ')}` : '',
    orderSql(statement, node),
    rangeSql(statement, node),
  ]
  return parts.filter(Boolean).join(' ')
}

/** Whether rows become groups: something of them, or of what is spread among them, is an aggregate. */
export function isAggregated(node: ReadNode): boolean {
  return node.items.some(
    (item) =>
      (item.kind === 'column' && item.aggregate !== null) ||
      (item.kind === 'embed' && item.embed.spread && isAggregated(item.embed.node)),
  )
}

/** As many rows as a read would have without its range. Inner joins become `exists`. */
export function countSql(statement: Statement, node: ReadNode, from: string, joined: readonly string[] = []): string {
  const exists = (embed: EmbedNode, present: boolean) => {
    const { tables, on } = relatedSql(node.alias, embed)
    return `${present ? '' : 'not '}exists (${countSql(statement, embed.node, tables, on)})`
  }
  const conditions = node.conditions.map((condition) => conditionSql(statement, node.alias, condition, exists))
  const inner = node.embeds.filter((embed) => embed.inner).map((embed) => exists(embed, true))
  return `select 1 from ${from} ${whereSql([...joined, ...conditions, ...inner])}`
}

export function tableSql({ schema, name }: Relation, alias: string): string {
  return `${qualified(schema, name)} ${alias}`
}

function joinedSql({ alias, relationship }: EmbedNode, present: boolean): string {
  return `${relationship.toOne ? alias : `${alias}.${list}`} is ${present ? '' : 'not '}distinct from null`
}

/** What is neither shown nor asked for need not be read. */
function isJoined(node: ReadNode, embed: EmbedNode): boolean {
  return !embed.hidden || embed.inner || node.conditions.length > 0 || node.order.length > 0
}

/** One column of a select list. `name` is null for what brings its own names, such as `r0.*`. */
type Output = {
  name: string | null
  /** Null for rows themselves, which `count()` counts. */
  sql: string | null
  aggregate: Aggregate | null
  /** Has no equality of its own, so that groups compare it as jsonb. */
  isJson: boolean
}

function outputsOf(statement: Statement, node: ReadNode, item: PlannedItem, expanded: boolean): Output[] {
  const { alias } = node
  if (item.kind === 'star') return expanded ? columnsOf(node) : [whole(`${alias}.*`)]
  if (item.kind === 'embed') return embedOutputs(item.embed, expanded)
  const { column, cast, as, aggregate } = item
  const value = column && columnSql(statement, alias, column)
  if (cast !== null) return [{ name: as, sql: `cast(${value} as ${cast})`, aggregate, isJson: false }]
  const form = aggregate ? null : (column?.casts?.toJson ?? null)
  const sql = form === null ? value : `${form}(${value})`
  return [{ name: as, sql, aggregate, isJson: form !== null || isJsonValue(column) }]
}

const whole = (sql: string): Output => ({ name: null, sql, aggregate: null, isJson: false })

const isJsonValue = (column: ColumnRef | null) =>
  column !== null && (column.path.length > 0 ? column.path.at(-1)?.arrow === '->' : column.baseType === 'json')

const columnsOf = ({ rows, alias }: ReadNode): Output[] =>
  [...rows.columns.values()].map(({ name, baseType, casts }) => {
    const column = `${alias}.${identifier(name)}`
    const form = casts?.toJson ?? null
    return {
      name,
      sql: form === null ? column : `${form}(${column})`,
      aggregate: null,
      isJson: form !== null || baseType === 'json',
    }
  })

/** Whether its columns are shown in other forms than they are kept in. */
const hasForms = ({ rows }: ReadNode) => [...rows.columns.values()].some(({ casts }) => casts?.toJson)

function embedOutputs(embed: EmbedNode, expanded: boolean): Output[] {
  if (embed.hidden) return []
  const { alias, spread, relationship } = embed
  const { toOne } = relationship
  if (spread && toOne && !expanded) return [whole(`${alias}.*`)]
  if (spread) {
    return shown(embed.node).map(({ name, aggregate: inner, isJson }) => {
      const aggregate = inner?.name === 'count' && !toOne ? { ...inner, name: 'sum' as const } : inner
      const sql = `${alias}.${identifier(name)}`
      const list = !toOne && !aggregate
      return { name, sql: list ? `coalesce(${sql}, '[]')` : sql, aggregate, isJson: list || isJson }
    })
  }
  const value = toOne ? `row_to_json(${alias}.*)` : `coalesce(${alias}.${list}, '[]')`
  return [{ name: embed.name, sql: value, aggregate: null, isJson: true }]
}

const named = (sql: string, name: string | null) => (name === null ? sql : `${sql} as ${identifier(name)}`)
const plainSql = ({ name, sql }: Output) => named(sql as string, name)
/** Of a row that is only counted, something that is not null. */
const rawSql = ({ name, sql }: Output) => named(sql ?? '1', name)
const keySql = ({ sql, isJson }: Output) => (isJson ? `(${sql})::jsonb` : (sql as string))

function groupedSql(output: Output): string {
  const { name, sql, aggregate } = output
  if (!aggregate) return named(keySql(output), name)
  const value = `${aggregate.name}(${sql ?? '*'})`
  return named(aggregate.cast === null ? value : `cast(${value} as ${aggregate.cast})`, name)
}

function joinSql(statement: Statement, node: ReadNode, embed: EmbedNode): string {
  const { tables, on } = relatedSql(node.alias, embed)
  const { alias } = embed
  const rows = readSql(statement, embed.node, tables, on, embed.spread)
  const join = `${embed.inner ? 'inner' : 'left'} join lateral`
  if (embed.relationship.toOne) return `${join} (${rows}) ${alias} on true`
  const spread = embed.spread
    ? shown(embed.node).map(({ name, aggregate }) => {
        const column = identifier(name)
        return `, ${aggregate?.name ?? 'json_agg'}(${alias}.${column}) as ${column}`
      })
    : []
  const lists = `select json_agg(${alias}) as ${list}${spread.join('')} from (${rows}) ${alias}`
  return `${join} (${lists}) ${alias} on ${embed.inner ? `${alias}.${list} is not null` : 'true'}`
}

/** What stands in the `from` of an embedded resource, and what ties it to the row that embeds it. */
function relatedSql(parent: string, { node, relationship }: EmbedNode): { tables: string; on: string[] } {
  const { alias } = node
  const { routine, junction, columns, to } = relationship
  if (routine) return { tables: `${routine.sql}(${parent}::${routine.rowType}) ${alias}`, on: [] }
  const equal = (left: string, one: string, right: string, other: string) =>
    `${left}.${identifier(one)} = ${right}.${identifier(other)}`
  if (junction) {
    const through = `j${alias.slice(1)}`
    const toTarget = junction.to.map(([target, column]) => equal(through, column, alias, target))
    return {
      tables: `${tableSql(to, alias)} join ${qualified(junction.schema, junction.name)} ${through} on ${toTarget.join(' and ')}`,
      on: junction.from.map(([origin, column]) => equal(through, column, parent, origin)),
    }
  }
  return { tables: tableSql(to, alias), on: columns.map(([from, other]) => equal(alias, other, parent, from)) }
}

/** The names of what a resource shows, in order; one that is selected twice is there twice. */
export const shownNames = (node: ReadNode): string[] => shown(node).map(({ name }) => name)

type Shown = { name: string; aggregate: Aggregate | null; isJson: boolean }

/** What a resource shows. What is spread of many rows is aggregated twice: among them, and where it is spread; counts are then summed. */
function shown(node: ReadNode): Shown[] {
  return node.items.flatMap((item): Shown[] => {
    if (item.kind === 'star')
      return columnsOf(node).map(({ name, isJson }) => ({ name: name as string, aggregate: null, isJson }))
    if (item.kind === 'column') {
      const isJson = item.cast === null && isJsonValue(item.column)
      return [{ name: item.as, aggregate: item.aggregate, isJson }]
    }
    const { embed } = item
    if (embed.hidden) return []
    if (!embed.spread) return [{ name: embed.name, aggregate: null, isJson: true }]
    return shown(embed.node).map((one) => {
      if (embed.relationship.toOne) return one
      const { aggregate } = one
      return { ...one, aggregate: aggregate?.name === 'count' ? { ...aggregate, name: 'sum' } : aggregate }
    })
  })
}

function whereSql(conditions: readonly string[]): string {
  return conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''
}

function orderSql(statement: Statement, node: ReadNode): string {
  if (node.order.length === 0) return ''
  return `order by ${node.order.map((term) => orderTermSql(statement, node, term)).join(', ')}`
}

function orderTermSql(statement: Statement, node: ReadNode, { embed, column, direction, nulls }: PlannedOrder): string {
  const value = columnSql(statement, embed ? embed.alias : node.alias, column)
  return `${value}${direction ? ` ${direction}` : ''}${nulls ? ` nulls ${nulls}` : ''}`
}

function rangeSql(statement: Statement, { limit, offset }: ReadNode): string {
  const parts: string[] = []
  if (limit !== null) parts.push(`limit ${statement.param(String(limit))}`)
  if (offset > 0) parts.push(`offset ${statement.param(String(offset))}`)
  return parts.join(' ')
}
