import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type WireTap = {
  /** The database URL, leading through the tap. */
  url: string
  /** The text of every statement that was sent since the last call, each once. */
  statements: () => string[]
  close: () => Promise<void>
}

/**
 * Listens between the gateway and Postgres and notes the text of every statement: what a request made the gateway say,
 * whatever the gateway itself believes. Values travel in Bind messages, which are not noted, so text from a request that
 * turns up here has become part of a statement.
 */
export async function openWireTap(databaseUrl: string): Promise<WireTap> {
  const target = new URL(databaseUrl)
  const noted = new Set<string>()
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    const note = statementReader((statement) => noted.add(statement))
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
      note(bytes)
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
    statements: () => {
      const statements = [...noted]
      noted.clear()
      return statements
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Reads the messages of one client connection: a start-up without a type byte, then `type, length, body`. */
function statementReader(found: (statement: string) => void): (bytes: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0)
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
    if (type === 'Q') found(textAt(body, 0).text)
    if (type === 'P') found(textAt(body, textAt(body, 0).end).text) // after the name of the prepared statement
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
