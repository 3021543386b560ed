import type { Relation } from '../catalog/model.ts'
import type { EmbedNode, PlannedItem, PlannedOrder, ReadNode } from '../plan/read.ts'
import { columnSql, conditionSql } from './condition.ts'
import { identifier, qualified } from './identifier.ts'
import type { Statement } from './statement.ts'

/** The column of a to-many join that holds all its rows as one list. */
const list = '"*rows*"'

/**
 * The rows of a read, its embedded resources joined laterally.
 *
 * @param on what ties the rows to those that embed them
 */
export function readSql(statement: Statement, node: ReadNode, from: string, on: readonly string[] = []): string {
  const columns = node.items.flatMap((item) => itemSql(statement, node, item))
  const joins = node.embeds.filter((embed) => isJoined(node, embed)).map((embed) => joinSql(statement, node, embed))
  const conditions = node.conditions.map((condition) => conditionSql(statement, node.alias, condition, joinedSql))
  const parts = [
    `select ${columns.join(', ')} from ${from}`,
    ...joins,
    whereSql([...on, ...conditions]),
    orderSql(statement, node),
    rangeSql(statement, node),
  ]
  return parts.filter(Boolean).join(' ')
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

function itemSql(statement: Statement, node: ReadNode, item: PlannedItem): string[] {
  if (item.kind === 'star') return [`${node.alias}.*`]
  if (item.kind === 'embed') return embedSql(item.embed)
  const value = columnSql(statement, node.alias, item.column)
  return [`${item.cast === null ? value : `cast(${value} as ${item.cast})`} as ${identifier(item.as)}`]
}

function embedSql(embed: EmbedNode): string[] {
  if (embed.hidden) return []
  const { alias, spread, relationship } = embed
  if (spread && relationship.toOne) return [`${alias}.*`]
  if (spread)
    return shownNames(embed.node).map((name) => `coalesce(${alias}.${identifier(name)}, '[]') as ${identifier(name)}`)
  const value = relationship.toOne ? `row_to_json(${alias}.*)` : `coalesce(${alias}.${list}, '[]')`
  return [`${value} as ${identifier(embed.name)}`]
}

function joinSql(statement: Statement, node: ReadNode, embed: EmbedNode): string {
  const { tables, on } = relatedSql(node.alias, embed)
  const { alias } = embed
  const rows = readSql(statement, embed.node, tables, on)
  const join = `${embed.inner ? 'inner' : 'left'} join lateral`
  if (embed.relationship.toOne) return `${join} (${rows}) ${alias} on true`
  const spread = embed.spread
    ? shownNames(embed.node).map((name) => `, json_agg(${alias}.${identifier(name)}) as ${identifier(name)}`)
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

/** The names of what a resource shows, in order. */
export function shownNames(node: ReadNode): string[] {
  const names = node.items.flatMap((item) => {
    if (item.kind === 'star') return [...node.rows.columns.keys()]
    if (item.kind === 'column') return [item.as]
    if (item.embed.hidden) return []
    return item.embed.spread ? shownNames(item.embed.node) : [item.embed.name]
  })
  return [...new Set(names)]
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
