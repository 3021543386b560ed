// A process of its own: sends views over HTTP on a number of connections, in one of the two ways there are, and says how it
// went. Bodies are made before the clock starts; HTTP/1.1 on bare sockets costs little beside the server it measures.
import { connect } from 'node:net'
import { batch } from './batches.ts'

export type HttpLoad = {
  url: string
  secretKey: string
  photos: string[]
  way: 'batches' | 'two calls'
  connections: number
  seconds: number
  batchSize: number
}

export type HttpOutcome = {
  views: number
  seconds: number
  /** When how many views had been answered: [milliseconds since 1970, views]. */
  answered: [number, number][]
}

if (import.meta.main) {
  process.once('message', async (load: HttpLoad) => {
    process.send?.(await send(load))
    process.disconnect()
  })
}

async function send(load: HttpLoad): Promise<HttpOutcome> {
  const requests = load.way === 'batches' ? batches(load) : twoCalls(load)
  const answered: [number, number][] = []
  let views = 0
  const started = performance.now()
  const end = started + load.seconds * 1000
  await Promise.all(Array.from({ length: load.connections }, connection))
  return { views, seconds: (performance.now() - started) / 1000, answered }

  async function connection(): Promise<void> {
    const ask = await open(new URL(load.url))
    for (let turn = requests(); turn && performance.now() < end; turn = requests()) {
      for (const bytes of turn.calls) await ask(bytes)
      views += turn.views
      answered.push([Date.now(), views])
    }
    ask.close()
  }
}

type Turns = () => { calls: Buffer[]; views: number } | undefined

function batches(load: HttpLoad): Turns {
  const ready = Array.from({ length: Math.ceil(load.seconds * 700) }, () =>
    request(load, 'rpc/record_image_views', `{"events":${batch(load.photos, load.batchSize)}}`),
  )
  return () => {
    const next = ready.pop()
    return next && { calls: [next], views: load.batchSize }
  }
}

/** The request's own flow: the details are inserted, then the counter goes up by one. */
function twoCalls(load: HttpLoad): Turns {
  return () => {
    const photo = load.photos[Math.floor(Math.random() * load.photos.length)]
    const details = `{"image_id":"${photo}","view_duration_seconds":4.2,"device_type":"mobile"}`
    return {
      calls: [
        request(load, 'image_views', details),
        request(load, 'rpc/increment_image_view_count', `{"image_uuid":"${photo}"}`),
      ],
      views: 1,
    }
  }
}

function request({ url, secretKey }: HttpLoad, path: string, body: string): Buffer {
  const head = [
    `POST /rest/v1/${path} HTTP/1.1`,
    `host: ${new URL(url).host}`,
    `apikey: ${secretKey}`,
    `authorization: Bearer ${secretKey}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}

async function open(url: URL): Promise<((bytes: Buffer) => Promise<void>) & { close: () => void }> {
  const socket = connect(Number(url.port), url.hostname)
  socket.setNoDelay()
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let received = ''
  let answer: { resolve: () => void; reject: (error: Error) => void } | undefined
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text
    if (!isComplete(received)) return
    const status = Number(received.slice(9, 12))
    const rejected = /"rejected" ?: ?\[ ?\{/.test(received)
    if (status < 300 && !rejected) answer?.resolve()
    else answer?.reject(new Error(received.slice(0, 2000)))
    received = ''
  })
  socket.on('close', () => answer?.reject(new Error('The connection was closed.')))
  const ask = (bytes: Buffer) =>
    new Promise<void>((resolve, reject) => {
      answer = { resolve, reject }
      socket.write(bytes)
    })
  return Object.assign(ask, { close: () => socket.destroy() })
}

function isComplete(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return false
  const head = text.slice(0, headEnd)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length !== undefined) return text.length >= headEnd + 4 + Number(length)
  return /\r\ntransfer-encoding: chunked/i.test(head) ? text.endsWith('0\r\n\r\n') : true
}
