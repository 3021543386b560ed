import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readSchemaFiles } from '../../../scripts/generate/schema-files.ts'

const files = (await readSchemaFiles(fileURLToPath(new URL('../../..', import.meta.url)))).filter(
  ({ name }) => !name.endsWith('.generated.sql'),
)

/** `file:line` of each line of the schema that a test calls wrong. */
const linesWith = (wrong: (line: string) => boolean) =>
  files.flatMap(({ name, text }) =>
    text.split('\n').flatMap((line, i) => (wrong(line) ? [`${name}:${i + 1} ${line.trim()}`] : [])),
  )

describe('tables are created whole', () => {
  const ours = new Set(
    files.flatMap(({ text }) => [...text.matchAll(/^create (?:unlogged )?table (\S+)/gm)].map((m) => m[1])),
  )

  test('no table of ours gets a column or constraint beside its own create table', () => {
    const altered = files.flatMap(({ name, text }) =>
      [...text.matchAll(/^alter table (\S+)\s+(?:add|drop)\b[^;]*/gm)]
        .filter(([, table]) => ours.has(table) && !isOftenThereAlready(table))
        .map(([statement]) => `${name}: ${statement.split('\n')[0]}`),
    )
    expect(altered).toEqual([])
  })

  test('nothing drops an earlier self', () => {
    expect(
      linesWith(
        (line) => /^\s*drop (table|view|function|index|trigger|type|policy)\b/i.test(line) && !/pg_temp/.test(line),
      ),
    ).toEqual([])
  })
})

test('no file revokes by hand what the generator takes from everybody', () => {
  const made = files.flatMap(({ text }) =>
    [...text.matchAll(/^create (?:or replace )?function ([\w.]+)\s*\(/gm)].map((m) => m[1]),
  )
  const byHand = files.flatMap(({ name, text }) =>
    [...text.matchAll(/^revoke (?:all|execute) on function\s+([^;]+?)\s+from [\w, ]+;/gm)].flatMap(
      ([statement, list]) => {
        const names = [...(list as string).matchAll(/([a-z_]+\.\w+)\s*\(/g)].map((m) => m[1])
        const needed = names.some((one) => made.filter((other) => other === one).length !== 1) // overloads, and made in a block
        return needed ? [] : [`${name}: ${statement.split('\n')[0]}`]
      },
    ),
  )
  expect(byHand).toEqual([])
})

test('no line is longer than 120 characters', () => {
  expect(linesWith((line) => line.length > 120)).toEqual([])
})

/** An existing project has these two already, so the features add their columns to them. */
const isOftenThereAlready = (table: string | undefined) =>
  table === 'public.vehicles' || table === 'public.vehicle_images'
