import type { ColumnRef } from '../plan/column.ts'
import type { PlannedCondition } from '../plan/condition.ts'
import type { EmbedNode } from '../plan/read.ts'
import { comparisons, type IsValue, searchParsers, type Test } from '../request/filter.ts'
import { identifier } from './identifier.ts'
import type { Statement } from './statement.ts'

/** How a query says that there is something to embed: by its join, or by a subquery where it does not join. */
export type EmbeddedTest = (embed: EmbedNode, present: boolean) => string

export function conditionSql(
  statement: Statement,
  alias: string,
  condition: PlannedCondition,
  embedded: EmbeddedTest,
): string {
  switch (condition.kind) {
    case 'filter':
      return filterSql(statement, alias, condition.column, condition.negated, condition.test)
    case 'embedded':
      return embedded(condition.embed, condition.present)
    default: {
      const inner = condition.conditions.map((one) => conditionSql(statement, alias, one, embedded))
      return `${condition.negated ? 'not ' : ''}(${inner.join(condition.kind === 'and' ? ' and ' : ' or ')})`
    }
  }
}

function filterSql(statement: Statement, alias: string, column: ColumnRef, negated: boolean, test: Test): string {
  const left = columnSql(statement, alias, column)
  return `${negated ? 'not ' : ''}(${testSql(statement, left, column, test)})`
}

function testSql(statement: Statement, left: string, column: ColumnRef, test: Test): string {
  switch (test.kind) {
    case 'compare': {
      const wildcards = test.operator === 'like' || test.operator === 'ilike'
      const value = givenSql(column, statement.param(wildcards ? test.value.replaceAll('*', '%') : test.value))
      const operand = test.quantifier === null ? value : `${test.quantifier} (${value})`
      return `${left} ${comparisons[test.operator]} ${operand}`
    }
    case 'in':
      return `${left} = any (${givenListSql(column, statement.param(arrayLiteral(test.values)))})`
    case 'is':
      return `${left} is ${isWords[test.value]}`
    case 'distinct':
      return `${left} is distinct from ${givenSql(column, statement.param(test.value))}`
    case 'search': {
      const config = test.config === null ? '' : `${statement.param(test.config)}::regconfig, `
      const isVector = column.baseType === 'tsvector' && column.path.length === 0
      const vector = isVector ? left : `to_tsvector(${config}${left})`
      return `${vector} @@ ${searchParsers[test.parser]}(${config}${statement.param(test.value)})`
    }
  }
}

/** A value as its column's domain is given in text. */
const givenSql = ({ casts }: ColumnRef, value: string) =>
  casts?.fromText ? `${casts.fromText}(${value}::text)` : value

const givenListSql = (column: ColumnRef, values: string) =>
  column.casts?.fromText ? `select ${givenSql(column, 'given')} from unnest(${values}::text[]) given` : values

const isWords: Readonly<Record<IsValue, string>> = {
  null: 'null',
  not_null: 'not null',
  true: 'true',
  false: 'false',
  unknown: 'unknown',
}

/** A column, or a place in it when it is json; other types are taken as json for that. */
export function columnSql(statement: Statement, alias: string, { name, baseType, path }: ColumnRef): string {
  const column = `${alias}.${identifier(name)}`
  if (path.length === 0) return column
  const steps = path.map(({ arrow, key }) => {
    return `${arrow}${typeof key === 'number' ? `(${key})` : `${statement.key(key)}::text`}`
  })
  const isJson = baseType === 'json' || baseType === 'jsonb'
  return `(${isJson ? column : `to_jsonb(${column})`}${steps.join('')})`
}

/** `{"a","b"}`: the text of an array, whose element type the database infers. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`
}
