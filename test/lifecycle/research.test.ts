import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Embedded } from '../../src/server/postgres/embedded.ts'
import { startTemporary } from '../../src/server/postgres/temporary.ts'
import { chunksIn, scriptedModel, storeGolden } from '../database/research/support.ts'
import { dataFolder, type Paddock, start } from './paddock.ts'

/** Research by several server processes on one database. */

let cluster: Embedded
beforeAll(async () => {
  cluster = await startTemporary()
})
afterAll(() => cluster.stop())

async function severalServers(count: number, answer: Parameters<typeof scriptedModel>[0]) {
  const model = await scriptedModel(answer)
  onTestFinished(model.close)
  const { settings } = model
  const env = {
    DATABASE_URL: cluster.adminUrl,
    JWT_SECRET: 'a secret that all of the servers share',
    AI_PROVIDER: settings.provider,
    AI_BASE_URL: settings.baseUrl,
    AI_MODEL: settings.model,
    AI_API_KEY: 'k',
  }
  const servers = [await start(await dataFolder(), env)]
  servers.push(...(await Promise.all(Array.from({ length: count - 1 }, async () => start(await dataFolder(), env)))))
  const sql = postgres(cluster.adminUrl, { max: 2, onnotice: () => {} })
  onTestFinished(() => sql.end())
  const [user] = await sql`insert into auth.users (id, email) values (gen_random_uuid(), null) returning id`
  const [car] =
    await sql`insert into public.vehicles (user_id, year, make, model) values (${user?.id}, 1971, 'Datsun', '510') returning id`
  return { model, servers, sql, vehicleId: car?.id as string }
}

const truth = (prompt: string) => {
  const quote = 'Compression ratio: 8.5:1'
  const found = chunksIn(prompt).filter(({ text }) => text.includes(quote))
  return JSON.stringify({
    claims: found.map(({ id }) => ({ chunk_id: id, quote, value: 8.5, unit: ':1', qualifiers: {} })),
  })
}

const ask = ({ runtime }: Paddock, vehicle_id: string) =>
  createClient(runtime.url, runtime.publishableKey, { auth: { persistSession: false } }).functions.invoke(
    'research-spec',
    {
      body: { vehicle_id, spec_name: 'compression' },
    },
  )

test('two hundred who ask four servers the same at once make one call of the model, and read the same answer', async () => {
  const { model, servers, sql, vehicleId } = await severalServers(4, ({ prompt }) => truth(prompt))
  await storeGolden(sql, ['d510-manual'])
  await sql`update app.settings set value = '1000' where name = 'research_questions_per_10_minutes'`
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => ask(servers[n % 4] as Paddock, vehicleId)))
  expect(answers.filter(({ error }) => error)).toEqual([])
  expect(new Set(answers.map(({ data }) => data.researched_at)).size).toBe(1)
  expect(answers.every(({ data }) => data.claims[0].value === 8.5)).toBe(true)
  expect(model.asked).toHaveLength(1)
})

test('a server that is killed while it researches is followed by another, within half a minute', async () => {
  const { model, servers, sql, vehicleId } = await severalServers(2, ({ prompt }, nth) =>
    nth === 1 ? 'hang' : truth(prompt),
  )
  await sql`update app.settings set value = '2 seconds' where name = 'research_lease'`
  const [leader, follower] = servers as [Paddock, Paddock]
  void ask(leader, vehicleId).catch(() => null)
  await expect.poll(() => model.asked.length).toBe(1)
  const answer = ask(follower, vehicleId)
  leader.signal('SIGKILL')
  const { data, error } = await answer
  expect(error).toBeNull()
  expect(data).toMatchObject({ status: 'supported', provider: { calls: 1 } })
  const [lease] = await sql`select token::int, holder from app.research_leases where vehicle_id = ${vehicleId}`
  expect(lease).toEqual({ token: 2, holder: null })
})
