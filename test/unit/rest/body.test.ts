import { describe, expect, test } from 'vitest'
import { bodyLimit, dropLimit, readBody, readPayload } from '../../../src/server/rest/request/body.ts'
import { parseCsv } from '../../../src/server/rest/request/csv.ts'

const post = (body: BodyInit, type = 'application/json') =>
  new Request('http://h/', { method: 'POST', body, headers: { 'content-type': type }, duplex: 'half' } as RequestInit)
const json = (value: unknown) => ({ text: JSON.stringify(value), type: 'application/json' })
const refused = expect.objectContaining({ status: 400, code: 'PGRST102' })

describe('a body', () => {
  test('is read as text, or as bytes where it is bytes', async () => {
    expect(await readBody(post('{"ä":1}'))).toEqual({ text: '{"ä":1}', type: 'application/json' })
    expect((await readBody(post(new Uint8Array([0, 255]), 'application/octet-stream'))).text).toBe('\\x00ff')
  })

  test('beyond the limit is taken and dropped within a bound, so that its sender reads the answer', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    await expect(readBody(post(endless))).rejects.toMatchObject({ status: 413, code: 'payload_too_large' })
    expect(sent).toBeGreaterThan(bodyLimit)
    expect(sent).toBeLessThan(bodyLimit + dropLimit + 10 * 65_536)
  })

  test('that says it is too large is not read at all', async () => {
    const request = new Request('http://h/', { method: 'POST', headers: { 'content-length': String(bodyLimit + 1) } })
    await expect(readBody(request)).rejects.toMatchObject({ status: 413 })
  })

  test('that is not UTF-8 is refused', async () => {
    await expect(readBody(post(new Uint8Array([123, 255])))).rejects.toEqual(refused)
  })
})

describe('rows', () => {
  test('have the keys of their objects', () => {
    expect(readPayload(json({ a: 1, b: 2 }), false)).toMatchObject({ single: true, keys: ['a', 'b'] })
    expect(
      readPayload(
        json([
          { a: 1, b: 2 },
          { b: 1, a: 2 },
        ]),
        false,
      ),
    ).toMatchObject({ single: false, keys: ['a', 'b'] })
    expect(readPayload(json([]), false)).toEqual({ json: '[]', single: false, keys: [] })
  })

  test('go to the database as they came, with every digit', () => {
    const text = '{"n": 12345678901234567890.5}'
    expect(readPayload({ text, type: 'application/json' }, false).json).toBe(text)
  })

  test.for([[[{ a: 1 }, { b: 1 }]], [[{ a: 1 }, { a: 1, b: 2 }]], [[{ a: 1 }, 2]], [[1]]])(
    'with different keys are refused: %j',
    ([rows]) => {
      expect(() => readPayload(json(rows), false)).toThrow(refused)
    },
  )

  test('may differ in their keys when the columns are named', () => {
    expect(readPayload(json([{ a: 1 }, { b: 1 }]), true)).toMatchObject({ single: false, keys: null })
    expect(() => readPayload(json(5), true)).toThrow(refused)
  })

  test('come from forms too', () => {
    const form = { text: 'a=1&b=x+y%21', type: 'application/x-www-form-urlencoded' }
    expect(readPayload(form, false)).toEqual({ json: '{"a":"1","b":"x y!"}', single: true, keys: ['a', 'b'] })
  })
})

describe('CSV', () => {
  test('has quotes, line ends of any kind, and NULL', () => {
    expect(parseCsv('a,"b ""c"""\r\n1,"x,\ny"\nNULL,\n')).toEqual([
      { a: '1', 'b "c"': 'x,\ny' },
      { a: null, 'b "c"': '' },
    ])
  })

  test.for(['', 'a,b\n1', 'a\n1,2', 'a\n"x"y', 'a\nx"y'])('%j is refused', (text) => {
    expect(() => parseCsv(text)).toThrow(refused)
  })
})
