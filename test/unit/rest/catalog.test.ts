import { describe, expect, test } from 'vitest'
import { nearest } from '../../../src/server/rest/catalog/nearest.ts'
import { castType, castTypes } from '../../../src/server/rest/catalog/types.ts'
import { readOrigins } from '../../../src/server/rest/catalog/view-origins.ts'
import { identifier, literal } from '../../../src/server/rest/sql/identifier.ts'

describe('a name that is not known', () => {
  test('has a nearest one, if any is like it', () => {
    expect(nearest('vehicle', ['vehicles', 'votes'])).toBe('vehicles')
    expect(nearest('VEHICELS', ['vehicles'])).toBe('vehicles')
    expect(nearest('zebra', ['vehicles', 'votes'])).toBeNull()
    expect(nearest('x'.repeat(10_000), ['x'.repeat(9_999)])).toBeNull()
  })
})

describe('a cast', () => {
  const types = castTypes([
    { schema: 'pg_catalog', name: 'int4', exposed: false },
    { schema: 'api', name: 'Mood', exposed: true },
    { schema: 'api', name: 'int4', exposed: true },
  ])
  test('names a type of the catalog, or its standard name', () => {
    expect(castType(types, 'INTEGER')).toBe('"pg_catalog"."int4"')
    expect(castType(types, 'int4')).toBe('"pg_catalog"."int4"')
    expect(castType(types, 'Mood')).toBe('"api"."Mood"')
    expect(castType(types, 'nonsense')).toBeUndefined()
  })
})

test('names and constants are quoted once and for all', () => {
  expect(identifier('a"b; --')).toBe('"a""b; --"')
  expect(literal("it's \\ here")).toBe("E'it''s \\\\ here'")
})

test("the origins of a view's columns are read from the outermost query of its tree", () => {
  const entry = (number: number, table: number, column: number, expression = '{VAR :varno 1}') =>
    `{TARGETENTRY :expr ${expression} :resno ${number} :resname x\\} :ressortgroupref 0 :resorigtbl ${table} :resorigcol ${column} :resjunk false}`
  const inner = `{SUBLINK :subselect {QUERY :targetList (${entry(9, 99, 9)}) :jointree {}}}`
  const tree = `({QUERY :commandType 1 :rtable ({RTE :alias {ALIAS :aliasname \\{TARGETENTRY}}) :targetList (${entry(1, 500, 2)} ${entry(2, 0, 0, inner)} ${entry(3, 600, 1)}) :override 0 :returningList (${entry(4, 7, 7)})})`
  expect([...readOrigins(tree)]).toEqual([
    [1, { relation: 500, column: 2 }],
    [3, { relation: 600, column: 1 }],
  ])
})
