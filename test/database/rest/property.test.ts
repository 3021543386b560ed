import { afterAll, beforeAll, expect, test } from 'vitest'
import fc from '../../support/property.ts'
import { mark } from './grammar.ts'
import { ids, type Museum, openMuseum } from './museum.ts'
import { type AnyRequest, anyRequest } from './requests.ts'
import { bareSql } from './wire-tap.ts'

const total = 10_000
/** Asked at once; a property is a handful of requests, which a failure shrinks to the one that matters. */
const together = 20

let museum: Museum
let before: unknown
beforeAll(async () => {
  museum = await openMuseum()
  await museum.sql`insert into museum.diaries (id, owner, body, is_public) values
    (1, ${ids.alice}, ${secretOf.alice}, false), (2, ${ids.bob}, ${secretOf.bob}, false), (3, ${ids.bob}, 'open', true)`
  await museum.sql`insert into museum.diaries (id, owner, body) select 1000 + n, gen_random_uuid(), ${secretOf.nobody} from generate_series(1, ${hidden}) n`
  await museum.sql`insert into museum.pages (id, diary_id, owner, words) values
    (1, 1, ${ids.alice}, ${secretOf.alice}), (2, 2, ${ids.bob}, ${secretOf.bob})`
  await museum.sql`insert into museum.pages (id, diary_id, owner, words) select id, id, owner, ${secretOf.nobody} from museum.diaries where id > 1000`
  await museum.sql`insert into museum.labels (code) values ('a'), ('null')`
  before = await untouchable()
})
afterAll(() => museum.stop())

/** In rows that only their owner may see. No request holds these words, so that an answer that does has leaked one. */
const secretOf = { alice: 'QUIET-ALICE', bob: 'QUIET-BOB', nobody: 'QUIET-NOBODY' }
/** More rows than all requests together can add, so that a count of this size has counted what it must not. */
const hidden = 20_000

test(`${total} requests: no fault, no hidden row, one statement each`, { timeout: 900_000 }, async () => {
  const some = fc.array(anyRequest, { minLength: together, maxLength: together })
  await fc.assert(
    fc.asyncProperty(some, async (requests) => {
      await Promise.all(requests.map(holds))
      const executed = museum.tap.executed()
      for (const statements of executed) expectOneStatementEach(statements)
      for (const statement of executed.flat()) heard.add(statement)
    }),
    { numRuns: total / together },
  )
})

/** Every statement that the requests led to. */
const heard = new Set<string>()

/** What is sent at once is settings, perhaps an estimate, and one statement; a `begin` or an end of what needs a look. */
function expectOneStatementEach(statements: string[]): void {
  if (statements.some((statement) => statement.includes('pg_class'))) return // the catalog is being read
  const frame = /^(begin|commit|rollback|select num_nulls\(set_config\('request\..*|explain \(format json\).*)$/s
  expect(statements.filter((statement) => !frame.test(statement)).length, statements.join(';')).toBeLessThanOrEqual(1)
}

async function holds(request: AnyRequest): Promise<void> {
  const { as, method, path, options } = request
  const { status, text, headers } = await museum.ask(method, path, { ...options, as })
  expect(status, text).toBeLessThan(500)
  expect(text).not.toContain(secretOf.nobody)
  if (as !== 'alice') expect(text).not.toContain(secretOf.alice)
  if (as !== 'bob') expect(text).not.toContain(secretOf.bob)
  if (options.prefer?.includes('count=exact')) {
    expect(Number(/\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? 0)).toBeLessThan(hidden)
  }
}

test('no text of a request ever stood in a statement as SQL', () => {
  expect(heard.size).toBeGreaterThan(100)
  for (const statement of heard) expect(bareSql(statement)).not.toContain(mark)
})

test('what nobody was allowed to change is as it was', async () => {
  expect(await untouchable()).toEqual(before)
})

/** Rows that no request may reach, and every definition. Roles are the whole server's: a test beside this one makes its own. */
async function untouchable(): Promise<unknown> {
  const { sql } = museum
  const digest = (rows: unknown) => JSON.stringify(rows)
  return {
    safe: digest(await sql`select * from museum.safe`),
    gold: digest(await sql`select * from vault.gold`),
    salaries: digest(await sql`select id, salary from museum.staff order by id`),
    diaries: digest(
      await sql`select md5(string_agg(d::text, '' order by id)) from museum.diaries d where id > 1000 and body = ${secretOf.nobody}`,
    ),
    pages: digest(
      await sql`select md5(string_agg(p::text, '' order by id)) from museum.pages p where words = ${secretOf.nobody}`,
    ),
    people: digest(await sql`select count(*) from auth.users`),
    definitions: digest(
      await sql`select (select count(*) from pg_class where relkind <> 't') as relations, (select count(*) from pg_proc) as functions,
        (select count(*) from pg_roles where rolname not like 'project\\_%') as roles, (select md5(string_agg(relacl::text, ',' order by oid)) from pg_class) as grants`,
    ),
  }
}
