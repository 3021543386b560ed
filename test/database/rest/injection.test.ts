import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type Ask, type Museum, openMuseum } from './museum.ts'
import { bareSql } from './wire-tap.ts'

let museum: Museum
let before: unknown
beforeAll(async () => {
  museum = await openMuseum()
  await museum.sql`insert into museum.diaries (owner, body) values (gen_random_uuid(), 'HIDDEN')`
  await museum.sql`insert into museum.labels (code, body) values ('kept', 'KEPT')`
  before = await everything()
})
afterAll(() => museum.stop())

/** Marks what a request brought, so that it is recognised wherever it turns up. */
const mark = 'zq7'

/** Each tries to end the place it stands in and to go on as SQL. */
const attacks = [
  `'; drop table museum.labels; -- ${mark}`,
  `"; drop table museum.labels; -- ${mark}`,
  `""; drop table museum.labels; -- ${mark}`,
  `); drop table museum.labels; -- ${mark}`,
  `) as x, (select ${mark} from museum.safe) as y, (select 1`,
  `') union select ${mark}, code from museum.safe --`,
  `" from museum.safe -- ${mark}`,
  `(select code from museum.safe) ${mark}`,
  `' or '1'='1' -- ${mark}`,
  `\\'; drop table museum.labels; -- ${mark}`,
  `\\"; drop table museum.labels; -- ${mark}`,
  `\\`,
  `$$; drop table museum.labels; -- ${mark}`,
  `/* ${mark} */`,
  `*/ drop table museum.labels; /* ${mark}`,
  `1; select pg_sleep(60) -- ${mark}`,
  `1 or ${mark} is null`,
  `${mark}()`,
  `pg_sleep(60)`,
  `current_user`,
  `museum.safe`,
  `$1`,
  `$1::${mark}`,
  `:${mark}`,
  `int)::${mark}`,
  `int; ${mark}`,
  `text collate "${mark}"`,
  `U&"\\0022 ${mark}"`,
  `e'\\x27 ${mark}`,
  `\ufe69 ＇; drop table ${mark} ＂`,
  `%27%3B ${mark}`,
  `{${mark}}`,
  `{"${mark}": 1}`,
  `*,${mark}(*)`,
  `${mark}.${mark}.eq.1`,
]

const e = encodeURIComponent
const json = (key: string, value: unknown) => JSON.stringify({ [key]: value })
type Place = [
  name: string,
  request: (text: string) => [method: string, path: string, options?: Ask],
  statuses: number[],
]

/** Every place of a request that takes text, and the statuses that PostgREST documents for it. */
const places: Place[] = [
  ['the path', (t) => ['GET', `/${e(t)}`], [400, 404]],
  ['the function', (t) => ['POST', `/rpc/${e(t)}`, { body: {} }], [400, 404]],
  ['a column', (t) => ['GET', `/works?select=${e(t)}`], [200, 400]],
  ['a quoted column', (t) => ['GET', `/works?select="${e(t)}"`], [400]],
  ['an alias', (t) => ['GET', `/works?select=${e(t)}:id`], [200, 400]],
  ['a quoted alias', (t) => ['GET', `/works?select="${e(t)}":id`], [200, 400]],
  ['a cast', (t) => ['GET', `/works?select=id::${e(t)}`], [400]],
  ['a json key', (t) => ['GET', `/works?select=details->${e(t)}`], [200, 400]],
  ['a quoted json key', (t) => ['GET', `/works?select=details->>"${e(t)}"`], [200, 400]],
  ['an embedded table', (t) => ['GET', `/works?select=id,${e(t)}(id)`], [400]],
  ['an alias of the embedded', (t) => ['GET', `/works?select=id,"${e(t)}":artists(id)`], [200, 400]],
  ['a hint', (t) => ['GET', `/works?select=id,artists!${e(t)}(id)`], [200, 400]],
  ['a column of the embedded', (t) => ['GET', `/works?select=id,artists(${e(t)})`], [200, 400]],
  ['a spread', (t) => ['GET', `/works?select=id,...${e(t)}(id)`], [400]],
  ['a filtered column', (t) => ['GET', `/works?${e(t)}=eq.1`], [400]],
  ['a quoted filtered column', (t) => ['GET', `/works?"${e(t)}"=eq.1`], [400]],
  ['a filtered json key', (t) => ['GET', `/works?details->>"${e(t)}"=eq.1`], [200, 400]],
  ['a filtered column of the embedded', (t) => ['GET', `/works?select=artists(id)&artists.${e(t)}=eq.1`], [400]],
  ['an operator', (t) => ['GET', `/works?id=${e(t)}.1`], [400]],
  ['a quantifier', (t) => ['GET', `/works?id=eq(${e(t)}).1`], [400]],
  ['a value of text', (t) => ['GET', `/labels?code=eq.${e(t)}`], [200]],
  ['a value of a number', (t) => ['GET', `/works?id=eq.${e(t)}`], [400]],
  ['a value of json', (t) => ['GET', `/works?details=cs.${e(t)}`], [200, 400]],
  ['a pattern', (t) => ['GET', `/labels?code=like.${e(t)}`], [200, 400]],
  ['a regular expression', (t) => ['GET', `/labels?code=match.${e(t)}`], [200, 400]],
  ['a list', (t) => ['GET', `/labels?code=in.(${e(t)})`], [200, 400]],
  ['a quoted list', (t) => ['GET', `/labels?code=in.("${e(t)}")`], [200, 400]],
  ['is', (t) => ['GET', `/works?year=is.${e(t)}`], [400]],
  ['an array', (t) => ['GET', `/works?tags=cs.{${e(t)}}`], [200, 400]],
  ['a range', (t) => ['GET', `/works?seasons=ov.${e(t)}`], [400]],
  ['a text search', (t) => ['GET', `/works?words=wfts.${e(t)}`], [200]],
  ['a text search language', (t) => ['GET', `/works?words=fts(${e(t)}).x`], [400]],
  ['a condition of or', (t) => ['GET', `/works?or=(${e(t)})`], [200, 400]],
  ['a value within or', (t) => ['GET', `/labels?or=(code.eq.${e(t)},code.eq.x)`], [200, 400]],
  ['a quoted value within or', (t) => ['GET', `/labels?or=(code.eq."${e(t)}",code.eq.x)`], [200, 400]],
  ['an ordered column', (t) => ['GET', `/works?order=${e(t)}`], [400]],
  ['a quoted ordered column', (t) => ['GET', `/works?order="${e(t)}"`], [400]],
  ['a direction', (t) => ['GET', `/works?order=id.${e(t)}`], [400]],
  ['an order by the embedded', (t) => ['GET', `/works?select=artists(id)&order=artists(${e(t)})`], [400]],
  ['limit', (t) => ['GET', `/works?limit=${e(t)}`], [200, 400, 416]],
  ['offset', (t) => ['GET', `/works?offset=${e(t)}`], [200, 400, 416]],
  ['limit of the embedded', (t) => ['GET', `/artists?select=works(id)&works.limit=${e(t)}`], [200, 400, 416]],
  ['columns', (t) => ['POST', `/labels?columns=${e(t)}`, { body: { code: 'x' } }], [400]],
  ['quoted columns', (t) => ['POST', `/labels?columns="${e(t)}"`, { body: { code: 'x' } }], [400]],
  [
    'on_conflict',
    (t) => ['POST', `/labels?on_conflict=${e(t)}`, { body: { code: 'x' }, prefer: 'resolution=merge-duplicates' }],
    [400],
  ],
  ['a key of the body', (t) => ['POST', '/labels', { body: json(t, 1) }], [400]],
  ['a key of a change', (t) => ['PATCH', '/labels?code=eq.kept', { body: json(t, 1) }], [400]],
  ['a value of a change', (t) => ['PATCH', '/labels?code=eq.absent', { body: json('body', t) }], [204]],
  ['a filter of a change', (t) => ['PATCH', `/labels?code=eq.${e(t)}`, { body: json('body', 'x') }], [204]],
  ['a filter of a removal', (t) => ['DELETE', `/labels?code=eq.${e(t)}`], [204]],
  ['a number in the body', (t) => ['POST', '/labels', { body: json('weight', t) }], [400]],
  ['the body itself', (t) => ['POST', '/labels', { body: t }], [400]],
  ['the name of an argument', (t) => ['POST', '/rpc/greet', { body: json(t, 1) }], [404]],
  ['the name of an argument in the URL', (t) => ['GET', `/rpc/greet?${e(t)}=1`], [200, 400, 404]],
  ['an argument', (t) => ['POST', '/rpc/greet', { body: json('name', t) }], [200]],
  ['an argument in the URL', (t) => ['GET', `/rpc/greet?name=${e(t)}`], [200]],
  ['an argument that is a number', (t) => ['POST', '/rpc/add', { body: { a: t, b: 1 } }], [400]],
  ['an argument that is an array', (t) => ['POST', '/rpc/sum_of', { body: { numbers: [t] } }], [400]],
  [
    'the header of a CSV',
    (t) => ['POST', '/labels', { body: `${t}\n1`, headers: { 'content-type': 'text/csv' } }],
    [400],
  ],
  [
    'a field of a form',
    (t) => ['POST', '/labels', { body: `${e(t)}=1`, headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    [400],
  ],
]

const headerPlaces: Place[] = [
  ['Prefer', (t) => ['GET', '/works?limit=1', { prefer: t }], [200]],
  ['Prefer: return', (t) => ['GET', '/works?limit=1', { prefer: `return=${t}` }], [200]],
  ['Prefer: timezone', (t) => ['GET', '/works?limit=1', { prefer: `timezone=${t}` }], [200]],
  [
    'Prefer: max-affected',
    (t) => ['PATCH', '/labels?code=eq.x', { body: { body: 'x' }, prefer: `handling=strict,max-affected=${t}` }],
    [204, 400],
  ],
  ['Range', (t) => ['GET', '/works', { range: t }], [200]],
  ['Accept', (t) => ['GET', '/works?limit=1', { accept: t }], [200, 406]],
  ['Accept-Profile', (t) => ['GET', '/works', { headers: { 'accept-profile': t } }], [406]],
  ['Content-Profile', (t) => ['POST', '/labels', { body: {}, headers: { 'content-profile': t } }], [406]],
  ['Content-Type', (t) => ['POST', '/labels', { body: '{}', headers: { 'content-type': t } }], [400]],
  ['apikey', (t) => ['GET', '/works', { headers: { apikey: t } }], [401]],
  ['Authorization', (t) => ['GET', '/works', { headers: { authorization: `Bearer ${t}` } }], [200, 401]],
  ['a header of the client’s own', (t) => ['GET', '/works?limit=1', { headers: { 'x-client-info': t } }], [200]],
]

const printable = (text: string) => /^[\x20-\x7e]+$/.test(text)

describe('SQL in', () => {
  test.for([...places, ...headerPlaces])('%s is only text', async ([name, request, statuses]) => {
    const sendable = headerPlaces.some(([header]) => header === name) ? attacks.filter(printable) : attacks
    museum.tap.executed()
    const answers = await Promise.all(
      sendable.map(async (attack): Promise<[string, Answer]> => [attack, await museum.ask(...request(attack))]),
    )
    for (const [attack, answer] of answers) {
      expect(statuses, `${attack} gave ${answer.status} ${answer.text}`).toContain(answer.status)
      expect(answer.text).not.toMatch(/\b1234\b|HIDDEN/)
    }
    for (const statement of museum.tap.executed().flat()) expect(bareSql(statement)).not.toContain(mark)
  })
})

test('after all of it nothing is changed, and nothing that the database tried was SQL of a request', async () => {
  expect(await everything()).toEqual(before)
})

/** Every row and every definition; the server's own jobs move the clock of the ledger, and note when they ran. */
async function everything(): Promise<unknown> {
  const tables = await museum.sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') and tablename not in ('ledger_clock', 'jobs') order by 1`
  const rows = await Promise.all(
    tables.map(({ name }) => museum.sql.unsafe(`select md5(string_agg(t::text, ',' order by t::text)) from ${name} t`)),
  )
  const [definitions] = await museum.sql`
    select (select count(*) from pg_class) as relations, (select count(*) from pg_proc) as functions,
      (select count(*) from pg_roles where rolname not like 'project\\_%') as roles, (select md5(string_agg(relacl::text, ',' order by oid)) from pg_class) as grants`
  return { tables, rows, definitions }
}
