// A process of its own: one client that asks on a number of connections until it is told to stop.
import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'

export type Plan = {
  url: string
  from: string
  connections: number
  method: string
  headers: Record<string, string>
  body: string | null
  varied: boolean
  /** Open all of these at once, and keep them; otherwise one after the other on each connection. */
  held: string[] | null
}
export type Toll = { answers: Record<string, number>; megabytes: number; slowest: number }

process.once('message', async (plan: Plan) => {
  const toll: Toll = { answers: {}, megabytes: 0, slowest: 0 }
  const body = plan.body === null ? null : Buffer.from(plan.body, 'base64')
  const agent = new Agent({
    keepAlive: true,
    maxSockets: plan.held ? 1_000 : plan.connections,
    localAddress: plan.from,
  })
  let stopped = false
  process.once('message', () => {
    stopped = true
    process.send?.(toll)
    process.exit()
  })
  const once = (path: string) =>
    new Promise<void>((resolve) => {
      const began = performance.now()
      const count = (answer: string | number) => {
        toll.answers[answer] = (toll.answers[answer] ?? 0) + 1
        toll.slowest = Math.max(toll.slowest, performance.now() - began)
        resolve()
      }
      const sent = body && plan.varied ? Buffer.concat([body, randomBytes(8)]) : body
      const headers = sent ? { ...plan.headers, 'content-length': String(sent.length) } : plan.headers
      const asked = request(plan.url + path, { agent, method: plan.method, headers }, (answer) => {
        if (plan.held) count(answer.statusCode ?? 0)
        answer.on('data', (chunk: Buffer) => {
          toll.megabytes += chunk.length / 1e6
        })
        answer.on('end', () => count(answer.statusCode ?? 0))
        answer.on('error', () => count('cut'))
      })
      asked.on('error', (error: NodeJS.ErrnoException) => count(error.code ?? 'error'))
      asked.end(sent)
    })
  if (plan.held) return void (await Promise.all(plan.held.map(once)))
  await Promise.all(
    Array.from({ length: plan.connections }, async () => {
      while (!stopped) await once('')
    }),
  )
})
