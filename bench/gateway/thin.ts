// The least that Node does for such a request over its usual driver, as a process: no parsing, no catalog, no error bodies;
// one transaction with role and claims and one fixed statement, sent down a reserved connection without waiting in between. Larger reads
// send the very statement that Paddock sends, so that what is compared is all the rest.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import postgres, { type PendingQuery, type ReservedSql, type Row } from 'postgres'
import { buildCatalog } from '../../src/server/rest/catalog/build.ts'
import { type RawCatalog, readCatalog } from '../../src/server/rest/catalog/read.ts'
import { createConnections } from '../../src/server/rest/connections.ts'
import { readRequest } from '../../src/server/rest/request/read.ts'
import { readWork } from '../../src/server/rest/work/read.ts'
import { poolSize, workloads } from './workloads.ts'

const sql = postgres(process.env.BENCH_DATABASE_URL ?? '', { max: poolSize, onnotice: () => {} })
const claims = JSON.stringify({ role: 'authenticated', sub: '00000000-0000-4000-8000-000000000001' })

async function transact(work: (connection: ReservedSql) => PendingQuery<Row[]>): Promise<string> {
  const connection = await sql.reserve()
  try {
    const [, , rows] = await Promise.all([
      connection`begin`,
      connection`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${claims}, true)`,
      work(connection),
      connection`commit`,
    ])
    return rows[0]?.body ?? ''
  } finally {
    connection.release()
  }
}

const json = { 'content-type': 'application/json; charset=utf-8' }
const app = new Hono()
for (const { path, accept = 'application/json', leastOfThin } of workloads) {
  if (leastOfThin < 0.85) continue
  const { text, params } = await statementOf(path, accept)
  app.get(path.split('?')[0] ?? '', async (context, next) => {
    if (context.req.header('accept') === accept || accept === 'application/json') {
      const body = await transact((c) => c.unsafe(text, params, { prepare: true }))
      return context.body(body, 200, { 'content-type': accept })
    }
    return await next()
  })
}
app.get('/rest/v1/bench_items', async (context) => {
  const id = Number(context.req.query('id')?.slice('eq.'.length))
  const body = await transact(
    (c) => c`select json_agg(t)::text as body from (select * from public.bench_items where id = ${id}) t`,
  )
  return context.body(body, 200, json)
})
app.post('/rest/v1/bench_events', async (context) => {
  const { item_id, note } = await context.req.json()
  await transact((c) => c`insert into public.bench_events (item_id, note) values (${item_id}, ${note})`)
  return context.body(null, 201)
})
app.post('/rest/v1/rpc/bench_add', async (context) => {
  const { a, b } = await context.req.json()
  const body = await transact((c) => c`select to_json(public.bench_add(${a}, ${b}))::text as body`)
  return context.body(body, 200, json)
})

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  process.send?.({ url: `http://127.0.0.1:${port}` }),
)

/** As Paddock writes it. */
async function statementOf(path: string, accept: string): Promise<{ text: string; params: string[] }> {
  const connections = createConnections(sql)
  try {
    const catalog = buildCatalog(JSON.parse(await readCatalog(connections, ['public'])) as RawCatalog, ['public'], 1)
    const request = new Request(`http://localhost${path}`, { headers: { accept } })
    const { query } = readWork({ ...readRequest(request, ['public']), mayEstimate: false }, catalog, null, 1_000)
    return { text: query.text, params: [...query.params] }
  } finally {
    await connections.close()
  }
}
