import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { LostConnection } from '../../../src/server/postgres/pool.ts'
import { createReader } from '../../../src/server/rest/wire/answers.ts'
import { createSession } from '../../../src/server/rest/wire/session.ts'

/** A database that says what it is told to. */
function database() {
  const socket = Object.assign(new EventEmitter(), { written: [] as Buffer[], write: (b: Buffer) => sent(b) })
  const sent = (bytes: Buffer) => socket.written.push(bytes) > 0
  return {
    session: createSession(socket as unknown as Socket),
    /** Types of the messages of the last write. */
    heard: () => {
      const types: string[] = []
      createReader((type) => types.push(String.fromCharCode(type)))(socket.written.at(-1) as Buffer)
      return types.join('')
    },
    say: (...messages: Buffer[]) => socket.emit('data', Buffer.concat(messages)),
    go: () => socket.emit('close'),
  }
}

function message(type: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

function row(...columns: (string | null)[]): Buffer {
  const count = Buffer.alloc(2)
  count.writeInt16BE(columns.length)
  const values = columns.map((text) => {
    const length = Buffer.alloc(4)
    length.writeInt32BE(text === null ? -1 : Buffer.byteLength(text))
    return Buffer.concat([length, Buffer.from(text ?? '')])
  })
  return message('D', Buffer.concat([count, ...values]))
}

const [parsed, bound, done] = [message('1'), message('2'), message('C', Buffer.from('SELECT 1\0'))]
const ready = (status: string) => message('Z', Buffer.from(status))
const failed = (code: string) => message('E', Buffer.from(`SERROR\0VERROR\0C${code}\0Mno\0\0`))
const select = (text: string, prepare = true) => ({ text, params: ['ä'], prepare })
const texts = (rows: (readonly (Buffer | null)[])[][]) =>
  rows.map((some) => some.map((one) => one.map((v) => v?.toString() ?? null)))

test('answers are the same wherever the network cuts them', () => {
  const stream = Buffer.concat([parsed, bound, row('one', null, ''), done, message('N', Buffer.alloc(300)), ready('I')])
  const whole = read([stream])
  expect(whole).toHaveLength(6)
  for (let cut = 1; cut < stream.length; cut++) {
    expect(read([stream.subarray(0, cut), stream.subarray(cut)])).toEqual(whole)
  }
  expect(read([...stream].map((byte) => Buffer.from([byte])))).toEqual(whole)

  function read(chunks: Buffer[]): string[] {
    const found: string[] = []
    const reader = createReader((type, body) => found.push(`${type} ${body.toString('hex')}`))
    for (const chunk of chunks) reader(chunk)
    return found
  }
})

test('each statement gets its own rows, and is named to the database once', async () => {
  const { session, say, heard } = database()
  const first = session.ask([select('a'), select('b', false)])
  expect(heard()).toBe('PBEPBES')
  expect(session.isClean()).toBe(false)
  say(parsed, bound, row('1', null), row(''), done, parsed, bound, done, ready('I'))
  expect(texts(await first)).toEqual([[['1', null], ['']], []])
  expect(session.isClean()).toBe(true)
  void session.ask([select('a'), select('b', false)])
  expect(heard()).toBe('BEPBES')
})

test('an error is that of the first statement that failed, and the connection goes on', async () => {
  const { session, say, heard } = database()
  const refused = session.ask([select('a'), select('b')])
  say(parsed, bound, row('1'), done, failed('42P01'), ready('I'))
  await expect(refused).rejects.toMatchObject({ name: 'PostgresError', code: '42P01', message: 'no' })
  expect(session.isClean()).toBe(true)
  void session.ask([select('a'), select('b')]).catch(() => null)
  expect(heard(), 'what the database never took in is said again').toBe('BEPBES')
})

test('a transaction that is left open makes the connection unfit for the next request', async () => {
  const { session, say } = database()
  const open = session.ask([select('begin')])
  say(parsed, bound, done, ready('T'))
  await open
  expect(session.isClean()).toBe(false)
})

test('a statement with a zero byte is not sent, nor any part of it', async () => {
  const { session, say, heard } = database()
  await expect(session.ask([select('a'), select('b\0; drop table c')])).rejects.toThrow(TypeError)
  const good = session.ask([select('a')])
  expect(heard()).toBe('PBES')
  say(parsed, bound, row('1'), done, ready('I'))
  expect(texts(await good)).toEqual([[['1']]])
})

test('what was asked on a connection that goes is told so, and so is whoever asks later', async () => {
  const { session, go } = database()
  const asked = session.ask([select('a')])
  go()
  await expect(asked).rejects.toThrow(LostConnection)
  await expect(session.ask([select('a')])).rejects.toThrow(LostConnection)
  expect(session.isClean()).toBe(false)
})
