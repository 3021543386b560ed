import { expect, test } from 'vitest'
import { AuthError } from '../../../src/server/auth/auth-error.ts'
import { mergeMetadata, readEmail, readFields, readMetadata, readNewPassword } from '../../../src/server/auth/input.ts'
import fc from '../../support/property.ts'

/** Refused clearly, or accepted as something that the database stores. */
function refusedOr<T>(work: () => T, accepted: (value: T) => void): void {
  let value: T
  try {
    value = work()
  } catch (error) {
    expect(error).toBeInstanceOf(AuthError)
    expect((error as AuthError).status).toBeLessThan(500)
    return
  }
  accepted(value)
}

const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress(), fc.anything({ withNullPrototype: true }))

test('an accepted address is lower-case ASCII without spaces, and accepted again as itself', () => {
  fc.assert(
    fc.property(anything, (value) =>
      refusedOr(
        () => readEmail(value),
        (email) => {
          expect(email).toMatch(/^[!-~]{3,255}$/)
          expect(email).toBe(email.toLowerCase())
          expect(readEmail(email)).toBe(email)
        },
      ),
    ),
  )
})

test('an accepted password is 6 characters to 72 bytes without NUL', () => {
  fc.assert(
    fc.property(anything, (value) =>
      refusedOr(
        () => readNewPassword(value, 6),
        (password) => {
          expect(Buffer.byteLength(password)).toBeLessThanOrEqual(72)
          expect(Buffer.from(password).toString()).toBe(password)
          expect(password).not.toContain('\0')
        },
      ),
    ),
  )
})

test('accepted metadata is JSON that Postgres stores', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })), (sent) =>
      refusedOr(
        () => mergeMetadata({ kept: 1 }, readMetadata(sent, 'data'), 'data'),
        (merged) => {
          const json = JSON.stringify(merged)
          expect(Buffer.byteLength(json)).toBeLessThanOrEqual(4096)
          expect(json).not.toMatch(/(?<!\\)(\\\\)*\\u(0000|d[89a-f])/i)
        },
      ),
    ),
  )
})

test('null removes a key of metadata, other keys stay', () => {
  expect(mergeMetadata({ a: 1, b: { c: 2 } }, { a: null, d: [null] }, 'data')).toEqual({ b: { c: 2 }, d: [null] })
})

test('any body is an object of fields or refused clearly', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((json) => Buffer.from(json)),
      ),
      async (bytes) => {
        const request = new Request('http://paddock.test', { method: 'POST', body: new Uint8Array(bytes) })
        const fields = await readFields(request).catch((error: unknown) => error)
        if (fields instanceof AuthError) expect(fields.status).toBe(400)
        else expect(Object.prototype.toString.call(fields)).toBe('[object Object]')
      },
    ),
  )
})
