import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { startTemporary } from '../../src/server/postgres/temporary.ts'
import { chunksIn, scriptedModel, storeGolden } from '../../test/database/research/support.ts'
import { type BenchServer, startPaddock } from '../server.ts'

/** Four servers on one database, and a model that does not answer the first of the second question. */
export async function severalServers(): Promise<{ calls: number; answers: number; takeover: number }> {
  let hangNext = false
  const model = await scriptedModel(({ prompt }) => {
    if (hangNext) {
      hangNext = false
      return 'hang'
    }
    const quote = 'Compression ratio: 8.5:1'
    const found = chunksIn(prompt).filter(({ text }) => text.includes(quote))
    return JSON.stringify({
      claims: found.map(({ id }) => ({ chunk_id: id, quote, value: 8.5, unit: ':1', qualifiers: {} })),
    })
  })
  const database = await startTemporary()
  const servers: BenchServer[] = []
  const sql = postgres(database.adminUrl, { max: 2, onnotice: () => {} })
  try {
    for (let n = 0; n < 4; n++) servers.push(await startPaddock(settingsOf(database.adminUrl, model.settings.baseUrl)))
    await sql`update app.settings set value = '100000' where name = 'research_questions_per_10_minutes'`
    await storeGolden(sql, ['d510-manual'])
    const [user] = await sql`insert into auth.users (id, email) values (gen_random_uuid(), null) returning id`
    const car = async () =>
      (
        await sql`insert into public.vehicles (user_id, year, make, model) values (${user?.id}, 1971, 'Datsun', '510') returning id`
      )[0]?.id
    const first = await car()
    const asked = await Promise.all(Array.from({ length: 200 }, (_, n) => ask(servers[n % 4] as BenchServer, first)))
    if (asked.some((status) => status !== 200)) throw new Error(`Some were not answered: ${[...new Set(asked)]}`)
    const calls = model.asked.length

    hangNext = true
    const second = await car()
    const [leader, follower] = servers as [BenchServer, BenchServer]
    void ask(leader, second).catch(() => null)
    while (model.asked.length === calls) await wait(5)
    const answered = ask(follower, second)
    process.kill(leader.runtime.pid, 'SIGKILL')
    const killed = performance.now()
    await answered
    return { calls, answers: asked.length, takeover: performance.now() - killed }
  } finally {
    model.close()
    await sql.end()
    for (const server of servers) await server.stop()
    await database.stop()
  }
}

const settingsOf = (databaseUrl: string, baseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  AI_PROVIDER: 'openai-compatible',
  AI_BASE_URL: baseUrl,
  AI_MODEL: 'scripted',
  JWT_SECRET: 'a secret that all of the servers share, for a bench',
  AI_API_KEY: 'k',
})

async function ask({ runtime }: BenchServer, vehicle_id: string): Promise<number> {
  const response = await fetch(`${runtime.url}/functions/v1/research-spec`, {
    method: 'POST',
    headers: { apikey: runtime.publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ vehicle_id, spec_name: 'compression' }),
  })
  await response.arrayBuffer()
  return response.status
}
