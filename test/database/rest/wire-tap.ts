import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type WireTap = {
  /** The database URL, leading through the tap. */
  url: string
  /** What was executed since the last call: the statements of each transaction, or of each part of one that was sent at once. */
  executed: () => string[][]
  close: () => Promise<void>
}

/**
 * Listens between the gateway and Postgres and notes every statement that is executed: what a request made the gateway
 * say, whatever the gateway itself believes. Values travel in Bind messages apart from the statement and are not noted,
 * so text of a request that turns up here has become part of a statement.
 */
export async function openWireTap(databaseUrl: string): Promise<WireTap> {
  const target = new URL(databaseUrl)
  const connections: string[][][] = []
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    const executed: string[][] = []
    connections.push(executed)
    const listen = messageReader(executed)
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.setNoDelay()
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    client.on('data', (bytes) => {
      listen(bytes)
      upstream.write(bytes)
    })
    upstream.pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    executed: () => connections.flatMap((executed) => executed.splice(0)),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Reads the messages of one client connection: a start-up without a type byte, then `type, length, body`. */
function messageReader(executed: string[][]): (bytes: Buffer) => void {
  const prepared = new Map<string, string>()
  let pending: Buffer = Buffer.alloc(0)
  let together: string[] = []
  let started = false
  return (bytes) => {
    pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes])
    for (;;) {
      const typeBytes = started ? 1 : 0
      if (pending.length < typeBytes + 4) return
      const end = typeBytes + pending.readUInt32BE(typeBytes)
      if (pending.length < end) return
      const body = pending.subarray(typeBytes + 4, end)
      if (started) read(String.fromCharCode(pending[0] as number), body)
      started = true
      pending = pending.subarray(end)
    }
  }

  function read(type: string, body: Buffer): void {
    if (type === 'Q') executed.push([textAt(body, 0).text])
    if (type === 'P') {
      const name = textAt(body, 0)
      prepared.set(name.text, textAt(body, name.end).text)
    }
    if (type === 'B') together.push(prepared.get(textAt(body, textAt(body, 0).end).text) ?? 'unknown statement')
    if (type === 'S') executed.push(together)
    if (type === 'S') together = []
  }
}

function textAt(body: Buffer, start: number): { text: string; end: number } {
  const zero = body.indexOf(0, start)
  return { text: body.toString('utf8', start, zero), end: zero + 1 }
}

/** A statement without its quoted names and literals: what is left is what Postgres reads as SQL. */
export function bareSql(statement: string): string {
  return statement.replace(/"(?:[^"]|"")*"|\b[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'/gs, '·')
}
