import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import postgres, { type PostgresError } from 'postgres'
import { LostConnection } from '../../postgres/pool.ts'
import { answerTooLarge } from '../request/bounds.ts'
import { answer, createReader, type RawRow, readError, readRow } from './answers.ts'
import { Messages } from './messages.ts'

/** @param prepare whether the connection shall remember it */
export type Statement = { text: string; params: readonly string[]; prepare: boolean }

export type Session = {
  /**
   * Sends all statements in one write, and as one transaction unless a `begin` among them says otherwise: Postgres
   * commits after the last, or undoes everything at the first error. One call at a time.
   *
   * @returns the rows of each
   * @throws {PostgresError | LostConnection}
   */
  ask: (statements: readonly Statement[]) => Promise<RawRow[][]>
  /** Nothing is left open on it: the next request may have it. */
  isClean: () => boolean
}

/** What was asked and is not answered yet. */
type Asked = {
  resolve: (rows: RawRow[][]) => void
  reject: (error: Error) => void
  rows: RawRow[][]
  /** The statement whose rows come next. */
  at: number
  /** Statements on their way that Postgres does not know yet. */
  unknown: Naming[]
  error: PostgresError | null
  /** Read so far. */
  bytes: number
}
type Naming = { name: string; text: string }

/** A backend does not know a statement that we have prepared; one that a function has made up is the function's affair. */
export const isForgotten = (error: unknown): boolean =>
  error instanceof postgres.PostgresError && error.code === '26000' && error.message.includes(`"${own}`)

const outsideTransaction = 0x49 // I

/**
 * @param socket where somebody has logged in, and nobody else listens
 * @param mostBytes of an answer: what is larger is refused as soon as its length is known, and the connection closed on it
 */
export function createSession(socket: Socket, mostBytes = Number.POSITIVE_INFINITY): Session {
  const names = new Map<string, string>()
  let asked: Asked | null = null
  let clean = true
  let lost = false

  const finish = (done: Asked, status: number | undefined) => {
    asked = null
    clean = status === outsideTransaction
    if (done.error) done.reject(done.error)
    else done.resolve(done.rows)
  }

  const refuseRest = () => {
    lost = true
    asked?.reject(answerTooLarge(mostBytes))
    asked = null
    socket.destroy()
  }

  const read = createReader(
    (type, body) => {
      if (!asked) return
      asked.bytes += body.length
      if (type === answer.row) asked.rows[asked.at]?.push(readRow(body))
      else if (type === answer.done || type === answer.empty) asked.at++
      else if (type === answer.ready) finish(asked, body[0])
      else if (type === answer.failed) asked.error ??= readError(body)
      else if (type === answer.parsed) {
        const { name, text } = asked.unknown.shift() as Naming
        if (name !== '') names.set(text, name)
      }
    },
    (coming) => {
      if (!asked || asked.bytes + coming <= mostBytes) return true
      refuseRest()
      return false
    },
  )

  socket.on('data', read)
  socket.on('close', () => {
    lost = true
    asked?.reject(asked.error ?? new LostConnection())
    asked = null
  })

  return {
    ask: (statements) =>
      new Promise((resolve, reject) => {
        if (lost) throw new LostConnection()
        if (asked) throw new Error('The connection is still busy')
        const { bytes, unknown } = write(statements, names)
        asked = { resolve, reject, rows: statements.map(() => []), at: 0, unknown, error: null, bytes: 0 }
        clean = false
        socket.write(bytes)
      }),
    isClean: () => clean && !lost,
  }
}

const messages = new Messages()
let named = 0
/** Behind a pooler the backend may know statements of another process: theirs must never be meant by a name of ours. */
const own = randomBytes(9).toString('base64url')

/** @param names of the statements that the connection knows, by their texts */
function write(
  statements: readonly Statement[],
  names: ReadonlyMap<string, string>,
): { bytes: Buffer; unknown: Naming[] } {
  const unknown: Naming[] = []
  messages.begin()
  for (const { text, params, prepare } of statements) {
    let name = prepare ? names.get(text) : undefined
    if (name === undefined) {
      name = prepare ? `${own}${++named}` : ''
      unknown.push({ name, text })
      messages.parse(name, text)
    }
    messages.bindAndExecute(name, params)
  }
  return { bytes: messages.sync().take(), unknown }
}
