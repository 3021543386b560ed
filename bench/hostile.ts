import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import sharp from 'sharp'
import type { Plan, Toll } from './hostile/attack.ts'
import { type Attack, attacks } from './hostile/attacks.ts'
import { here, residentMegabytes } from './machine.ts'
import { type BenchServer, memberToken, startPaddock } from './server.ts'

/** What the project promises to somebody else, at another address, while one client attacks. */
const targetP95 = 300
const attacker = { id: '00000000-0000-4000-8000-00000000000a', from: '127.0.0.2', connections: 20 }
const reader = { from: '127.0.0.3', everyMs: 25 }

type Figures = { attack: string; p50: number; p95: number; max: number; reads: number; failed: number } & {
  toll: Toll | null
  /** Seconds that each photo of somebody else took, which were sent meanwhile. */
  photos: number[] | null
  serverMegabytes: number
  backendMegabytes: number
  logKilobytes: number
}

/** A plain read of a visitor, while a client at another address does what costs most. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const seconds = quick ? 2 : 8
  const server = await startPaddock({ AUTH_RATE_SIGN_IN: '0' })
  const sql = postgres(server.runtime.databaseUrl, { max: 1, onnotice: () => {} })
  try {
    const ids = await seed(sql)
    const figures: Figures[] = []
    const wanted = process.env.HOSTILE
    for (const attack of await attacks(ids)) {
      if (wanted && !attack.name.includes(wanted)) continue
      figures.push(await measure(server, sql, attack, ids, seconds))
      console.error(line(figures.at(-1) as Figures))
      await settled(sql)
    }
    return report(figures, seconds)
  } finally {
    await sql.end()
    await server.stop()
  }
}

/** 200 public vehicles with photos, 20,000 bets, and 10,000 private vehicles of the attacker. */
async function seed(sql: Sql): Promise<string[]> {
  await sql`insert into auth.users (id, aud, role, email) values (${attacker.id}, 'authenticated', 'authenticated', 'a@example.test')`
  await sql`set session_replication_role = replica`
  await sql`
    insert into public.vehicles (id, year, make, model, description, is_public)
    select gen_random_uuid(), 1960 + n % 40, 'Make ' || n % 20, 'Model ' || n, repeat('About this car. ', 100), true from generate_series(1, 200) n`
  await sql`
    insert into public.vehicle_images (id, vehicle_id, image_url, is_public)
    select gen_random_uuid(), v.id, '/photos/' || v.id || n || '.webp', true from public.vehicles v, generate_series(1, 5) n`
  const rows = await sql<{ id: string }[]>`
    insert into public.vehicles (id, user_id, year, make, model, is_public)
    select gen_random_uuid(), ${attacker.id}, 1970, 'Own', 'Model ' || n, false from generate_series(1, 10000) n returning id`
  await sql`set session_replication_role = default`
  await sql`analyze`
  return rows.map(({ id }) => id)
}

async function measure(
  server: BenchServer,
  sql: Sql,
  attack: Attack,
  ids: readonly string[],
  seconds: number,
): Promise<Figures> {
  const log = await logOf(sql)
  const before = await size(log)
  const child = attack.path === '' ? null : fork(join(here, 'hostile/attack.ts'))
  if (child) child.send(await planOf(server, attack, ids))
  let serverMegabytes = 0
  let backendMegabytes = 0
  const watch = setInterval(() => {
    serverMegabytes = Math.max(serverMegabytes, residentMegabytes(server.runtime.pid))
    backendMegabytes = Math.max(backendMegabytes, largestBackend())
  }, 400)
  await wait(700)
  const times: number[] = []
  let failed = 0
  const agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: reader.from })
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
    const began = performance.now()
    if ((await read(server, agent)) !== 200) failed++
    times.push(performance.now() - began)
    await wait(reader.everyMs)
  }
  const photos = attack.varied ? await photosOfSomebodyElse(server, sql) : null
  clearInterval(watch)
  agent.destroy()
  const toll = child ? await tollOf(child) : null
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(Math.floor(times.length * share), times.length - 1)] ?? Number.NaN
  return {
    ...{ attack: attack.name, p50: at(0.5), p95: at(0.95), max: at(1), reads: times.length, failed, toll, photos },
    ...{ serverMegabytes, backendMegabytes, logKilobytes: ((await size(log)) - before) / 1e3 },
  }
}

async function planOf({ runtime, jwtSecret }: BenchServer, attack: Attack, ids: readonly string[]): Promise<Plan> {
  const { method = 'GET', path, signedIn = false, body, type = 'application/json', held } = attack
  const streams = Array.from({ length: held ?? 0 }, (_, n) => {
    const watched = ids.slice(n * 100, n * 100 + 100)
    return `?${watched.map((id) => `id=${id}`).join('&')}`
  })
  const token: Record<string, string> = signedIn
    ? { authorization: `Bearer ${await memberToken(jwtSecret, attacker.id)}` }
    : {}
  return {
    url: runtime.url + path,
    ...{ from: attacker.from, connections: attacker.connections, method },
    headers: { apikey: runtime.publishableKey, ...token, ...(body ? { 'content-type': type } : {}) },
    body: body?.toString('base64') ?? null,
    varied: attack.varied ?? false,
    held: held ? streams : null,
  }
}

const read = ({ runtime }: BenchServer, agent: Agent) =>
  new Promise<number>((resolve) => {
    const headers = { apikey: runtime.publishableKey }
    const path = '/rest/v1/vehicles?select=id,year,make,model&order=created_at.desc,id&limit=20'
    const asked = request(runtime.url + path, { agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    asked.on('error', () => resolve(0))
    asked.end()
  })

/** One photo after the other, by a member at the visitor's address. */
async function photosOfSomebodyElse({ runtime, jwtSecret }: BenchServer, sql: Sql): Promise<number[]> {
  const [car] = await sql<{ id: string; owner: string }[]>`
    with owner as (insert into auth.users (id, aud, role, email)
      values (gen_random_uuid(), 'authenticated', 'authenticated', gen_random_uuid() || '@example.test') returning id)
    insert into public.vehicles (user_id, model) select id, 'With photos' from owner returning id, user_id as owner`
  const token = await memberToken(jwtSecret, car?.owner ?? '')
  const headers = { apikey: runtime.publishableKey, authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' }
  const seconds: number[] = []
  for (let n = 0; n < 3; n++) {
    const noise = { type: 'gaussian' as const, mean: 100 + n, sigma: 40 }
    const picture = sharp({ create: { width: 2000, height: 1500, channels: 3, background: '#888', noise } }).jpeg()
    const body = await picture.toBuffer()
    const began = performance.now()
    const status = await new Promise<number>((resolve) => {
      const agent = new Agent({ localAddress: reader.from })
      const path = `${runtime.url}/upload/v1/photos?vehicle_id=${car?.id}`
      const asked = request(path, { agent, method: 'POST', headers: { ...headers, 'content-length': body.length } })
      asked.on('response', (answer) => answer.resume().on('end', () => resolve(answer.statusCode ?? 0)))
      asked.on('error', () => resolve(0))
      asked.end(body)
    })
    if (status !== 201) throw new Error(`A photo of somebody else gave ${status}.`)
    seconds.push((performance.now() - began) / 1000)
  }
  return seconds
}

async function tollOf(child: ReturnType<typeof fork>): Promise<Toll> {
  const answered = once(child, 'message')
  child.send('stop')
  const [toll] = (await answered) as [Toll]
  return toll
}

/** Nothing of one attack is left when the next begins. */
async function settled(sql: Sql): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const [row] = await sql<{ busy: number }[]>`
      select count(*)::int as busy from pg_stat_activity where state <> 'idle' and pid <> pg_backend_pid() and usename <> 'postgres'`
    if (row?.busy === 0) return
    await wait(100)
  }
}

function largestBackend(): number {
  const rows = execFileSync('ps', ['-C', 'postgres', '-o', 'rss='], { encoding: 'utf8' }).trim().split('\n')
  return Math.max(...rows.map(Number)) / 1024
}

async function logOf(sql: Sql): Promise<string> {
  const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`
  return join(dirname(row?.folder ?? ''), 'postgres.log')
}
const size = (file: string) => stat(file).then((found) => found.size)

function line(f: Figures): string {
  const answers = Object.entries(f.toll?.answers ?? {}).map(([answer, count]) => `${count} × ${answer}`)
  const cells = [
    f.attack,
    f.p50.toFixed(0),
    f.p95.toFixed(0),
    f.max.toFixed(0),
    `${f.reads}${f.failed ? `, ${f.failed} failed` : ''}`,
  ]
  const costs = [f.toll ? `${answers.join(', ') || 'none'}` : '', f.toll ? (f.toll.slowest / 1000).toFixed(1) : '']
  const memory = [f.serverMegabytes.toFixed(0), f.backendMegabytes.toFixed(0), f.logKilobytes.toFixed(0)]
  return `| ${[...cells, ...costs, ...memory].join(' | ')} |`
}

function report(figures: Figures[], seconds: number): string {
  const worst = Math.max(...figures.map(({ p95 }) => p95))
  return [
    `A visitor at ${reader.from} reads 20 vehicles every ${reader.everyMs} ms for ${seconds} s, while a client at ${attacker.from} asks without`,
    `pause on ${attacker.connections} connections. Milliseconds of the visitor; what the attacker was answered, and the longest wait for it in`,
    'seconds; resident memory in MB of the server and of the largest backend; kB added to the log of Postgres.',
    '',
    '| Attack | p50 | p95 | max | Reads | Attacker was answered | Longest | Server | Backend | Log |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...figures.map(line),
    '',
    ...figures.flatMap(({ attack, photos }) =>
      photos
        ? [`Photos of somebody else during "${attack}" took ${photos.map((s) => s.toFixed(1)).join(', ')} s.`, '']
        : [],
    ),
    `Target (p95 of the visitor below ${targetP95} ms): ${worst < targetP95 ? 'met' : 'NOT met'}, ${worst.toFixed(0)} ms at worst.`,
  ].join('\n')
}
