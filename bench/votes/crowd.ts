import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { SignJWT } from 'jose'
import type { Sql } from 'postgres'
import { voterId } from './community.ts'
import type { Paddock } from './server.ts'

export type Crowd = { name: string; p50: number; p95: number; counted: number; seconds: number }

/**
 * A thousand people, each with an address of their own and a connection that is open already, vote on one vehicle through
 * the server. From one address they would be one client, who gets one client's share of the connections.
 */
export async function measureCrowd(
  sql: Sql,
  paddock: Paddock,
  { people, from, within }: { people: number; from: number; within: number },
): Promise<Crowd> {
  const [vehicle] =
    await sql`insert into public.vehicles (make, model, user_id) values ('Volvo', 'P1800', null) returning id`
  const url = new URL(paddock.url)
  const voters = await Promise.all(
    Array.from({ length: people }, async (_, n) => {
      const localAddress = `127.${1 + (n >> 8)}.${n & 255}.1`
      const socket = connect({ port: Number(url.port), host: url.hostname, localAddress })
      socket.setNoDelay()
      await once(socket, 'connect')
      return { socket, request: await voteOf(paddock, url, vehicle?.id, voterId(from + n)) }
    }),
  )
  try {
    const started = performance.now()
    const times = await Promise.all(
      voters.map(async ({ socket, request }, n) => {
        if (within > 0) await wait((n * within) / people)
        return await ask(socket, request)
      }),
    )
    const seconds = (performance.now() - started) / 1000
    times.sort((a, b) => a - b)
    const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN
    const [told] =
      await sql`select total_votes::int as n from public.auction_vote_summary where vehicle_id = ${vehicle?.id}`
    const name = within > 0 ? `within ${within / 1000} s` : 'in the same instant'
    return { name, p50: at(0.5), p95: at(0.95), counted: told?.n, seconds }
  } finally {
    for (const { socket } of voters) socket.destroy()
  }
}

async function voteOf(
  { jwtSecret, publishableKey }: Paddock,
  url: URL,
  vehicleId: string,
  userId: string,
): Promise<string> {
  const token = await new SignJWT({ role: 'authenticated', aud: 'authenticated', sub: userId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(jwtSecret))
  const body = JSON.stringify({
    vehicle_id: vehicleId,
    user_id: userId,
    vote: 'yes',
    reason: 'Ready for auction',
    estimated_value: 45000,
  })
  const headers = {
    ...{ host: url.host, apikey: publishableKey, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...{ prefer: 'resolution=merge-duplicates,return=minimal', 'content-length': String(Buffer.byteLength(body)) },
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST /rest/v1/auction_votes HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/** @returns milliseconds until the answer's head has come */
async function ask(socket: Socket, request: string): Promise<number> {
  const sent = performance.now()
  socket.write(request)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  const status = Number(answer.toString('latin1', 9, 12))
  if (status !== 201 && status !== 200) throw new Error(`A vote was answered ${answer.toString('latin1', 0, 400)}`)
  return performance.now() - sent
}
