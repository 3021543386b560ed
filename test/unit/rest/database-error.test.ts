import postgres from 'postgres'
import { describe, expect, test } from 'vitest'
import { fromDatabase } from '../../../src/server/rest/database-error.ts'

/** As the driver makes them, with everything that a client must not see. */
function refusal(code: string, message = 'no', more: object = {}): postgres.PostgresError {
  const error = new postgres.PostgresError(message)
  return Object.assign(error, { message, code, file: 'x.c', line: '1', where: 'inside', query: 'select secret' }, more)
}

describe('what the database refuses', () => {
  test.for([
    ['23505', 409],
    ['23503', 409],
    ['23502', 400],
    ['22P02', 400],
    ['42P01', 404],
    ['42883', 404],
    ['42703', 400],
    ['25006', 405],
    ['P0001', 400],
    ['P0002', 500],
    ['57014', 500],
    ['57P01', 503],
    ['53300', 503],
    ['40001', 500],
    ['PT402', 402],
    ['PTxyz', 500],
    ['PT999', 500],
  ] as const)('with %s has status %i', ([code, status]) => {
    expect(fromDatabase(refusal(code), true).status).toBe(status)
  })

  test('for want of a right is 401 for a visitor and 403 for somebody signed in', () => {
    expect(fromDatabase(refusal('42501'), false)).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
    })
    expect(fromDatabase(refusal('42501'), true).status).toBe(403)
  })

  test('is told with four keys and nothing from inside', () => {
    const error = fromDatabase(refusal('23505', 'duplicate', { detail: 'Key (a)=(1) already exists.' }), true)
    expect(error.body).toEqual({
      code: '23505',
      message: 'duplicate',
      details: 'Key (a)=(1) already exists.',
      hint: null,
    })
  })

  test("twice the same row in one upsert is the client's doing", () => {
    expect(
      fromDatabase(refusal('21000', 'ON CONFLICT DO UPDATE command cannot affect row a second time'), true).status,
    ).toBe(400)
    expect(fromDatabase(refusal('21000', 'more than one row returned by a subquery'), true).status).toBe(500)
  })
})

describe("raise sqlstate 'PGRST'", () => {
  const message = JSON.stringify({ code: '123', message: 'Payment Required', details: 'Quota', hint: 'Upgrade' })

  test('controls the whole answer', () => {
    const detail = JSON.stringify({ status: 402, headers: { 'x-powered-by': 'Nerd Rage' } })
    const error = fromDatabase(refusal('PGRST', message, { detail }), true)
    expect(error).toMatchObject({
      status: 402,
      code: '123',
      details: 'Quota',
      headers: { 'x-powered-by': 'Nerd Rage' },
    })
  })

  test.for([
    ['not json', '{}'],
    [message, undefined],
    [message, '{"status": 402}'],
    [message, '{"status": 9000, "headers": {}}'],
    [message, '{"status": 402, "headers": {"a": 1}}'],
    [message, '{"status": 402, "headers": {"a": "b\\r\\nc: d"}}'],
  ])('that cannot be read is PGRST121: %s %s', ([text, detail]) => {
    const error = fromDatabase(refusal('PGRST', text, detail === undefined ? {} : { detail }), true)
    expect(error).toMatchObject({ status: 500, code: 'PGRST121' })
  })
})

test('a database that cannot be reached is 503, without its address', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' })
  const error = fromDatabase(cause, true)
  expect(error).toMatchObject({ status: 503, code: 'PGRST000' })
  expect(JSON.stringify(error.body)).not.toContain('10.0.0.1')
})

test('a fault of our own is told as nothing but that', () => {
  expect(fromDatabase(new TypeError('x of undefined'), true).body).toMatchObject({
    code: 'PGRSTX00',
    message: 'Internal error',
  })
})
