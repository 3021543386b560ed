// A process of its own: asks one thing over and over on a number of connections, for a number of seconds, and says how
// it went. HTTP/1.1 on bare sockets, so that it costs little beside the server it measures.
import { connect, type Socket } from 'node:net'

export type Load = {
  url: string
  method: string
  headers: Record<string, string>
  body: string
  connections: number
  seconds: number
}

export type Outcome = {
  requestsPerSecond: number
  /** Milliseconds. */
  p50: number
  p95: number
  p99: number
  /** Answers other than 2xx. */
  failures: number
  /** Share of one core that asking took: near 1, the figures are those of the load, not of the server. */
  cpu: number
}

if (import.meta.main) {
  process.once('message', async (load: Load) => {
    process.send?.(await ask(load))
    process.disconnect()
  })
}

async function ask(load: Load): Promise<Outcome> {
  const url = new URL(load.url)
  const bytes = requestBytes(url, load)
  const times: number[] = []
  let failures = 0
  const cpuBefore = process.cpuUsage()
  const started = performance.now()
  const end = started + load.seconds * 1000
  await Promise.all(Array.from({ length: load.connections }, connection))
  const seconds = (performance.now() - started) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  times.sort((a, b) => a - b)
  return {
    requestsPerSecond: times.length / seconds,
    p50: at(times, 0.5),
    p95: at(times, 0.95),
    p99: at(times, 0.99),
    failures,
    cpu: (cpu.user + cpu.system) / 1e6 / seconds,
  }

  function connection(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket: Socket = connect(Number(url.port), url.hostname)
      socket.setNoDelay()
      let sent = 0
      let received: Buffer = Buffer.alloc(0)
      const next = () => {
        if (performance.now() >= end) return socket.destroy()
        sent = performance.now()
        socket.write(bytes)
      }
      socket.on('connect', next)
      socket.on('close', () => resolve())
      socket.on('error', reject)
      socket.on('data', (chunk) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
        const status = completeAnswer(received)
        if (status === null) return
        received = Buffer.alloc(0)
        times.push(performance.now() - sent)
        if (status < 200 || status > 299) failures++
        next()
      })
    })
  }
}

function requestBytes(url: URL, { method, headers, body }: Load): Buffer {
  const all = { host: url.host, ...headers, ...(body ? { 'content-length': String(Buffer.byteLength(body)) } : {}) }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
}

/** The status of an answer that has arrived whole; null while some of it is missing. */
function completeAnswer(bytes: Buffer): number | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const head = bytes.toString('latin1', 0, headEnd)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  const status = Number(head.slice(9, 12))
  if (length === undefined && status !== 204) {
    if (!/\r\ntransfer-encoding: chunked/i.test(head)) throw new Error(`an answer without a length: ${head}`)
    return bytes.toString('latin1', bytes.length - 5) === '0\r\n\r\n' ? status : null
  }
  return bytes.length >= headEnd + 4 + Number(length ?? 0) ? status : null
}

const at = (sorted: number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
