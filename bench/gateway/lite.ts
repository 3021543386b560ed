// @supabase/lite over the same database, as a process, with API keys and users' tokens checked as it does by itself.
import { serve } from '@hono/node-server'
import { poolSize } from './workloads.ts'

type Fetch = (request: Request, context: { peerAddress: string | null }) => Response | Promise<Response>
type Lite = { App: new (config: object) => { fetch: Fetch } }
type LitePostgres = { createPostgresConnection: (config: object) => object }

const lite = '@supabase/lite' // by a variable, since the compiler sees the main install only
const { App } = (await import(lite)) as Lite
const { createPostgresConnection } = (await import(`${lite}/postgres`)) as LitePostgres

const app = new App({
  connection: createPostgresConnection({ url: process.env.BENCH_DATABASE_URL, postgresOptions: { max: poolSize } }),
  auth: {
    enabled: true,
    jwt_secret: process.env.BENCH_JWT_SECRET,
    publishable_key: process.env.BENCH_PUBLISHABLE_KEY,
  },
  options: { server: { admin: false } },
})

serve({ fetch: (request) => app.fetch(request, { peerAddress: null }), hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  process.send?.({ url: `http://127.0.0.1:${port}` }),
)
