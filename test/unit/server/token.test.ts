import { createHmac } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { signToken, TokenError, tokenKey, verifyToken } from '../../../src/server/token.ts'

const secret = 'a secret of at least 32 characters'
const key = tokenKey(secret)
const bytes = new TextEncoder().encode(secret)
const soon = Math.floor(Date.now() / 1000) + 600
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** Signed rightly, whatever it says. */
function signed(header: unknown, claims: unknown): string {
  const content = `${encode(header)}.${encode(claims)}`
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}

test('a token is what another implementation signs and believes', async () => {
  const claims = { sub: 'ada', exp: soon, name: 'Ada 🚗' }
  expect((await jwtVerify(signToken(claims, key), bytes, { algorithms: ['HS256'] })).payload).toEqual(claims)
  const theirs = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(bytes)
  expect(verifyToken(theirs, key)).toEqual(claims)
})

test('changed in any character it is not believed', () => {
  const token = signToken({ sub: 'ada', exp: soon }, key)
  for (let i = 0; i < token.length; i++) {
    for (const other of ['x', 'y', '.', '=', ' ']) {
      if (other !== token[i])
        expect(() => verifyToken(token.slice(0, i) + other + token.slice(i + 1), key)).toThrow(TokenError)
    }
  }
})

const hs256 = { alg: 'HS256' }
const refused: [what: string, token: string][] = [
  ['none', signed({ alg: 'none' }, { exp: soon })],
  ['hs256, in small letters', signed({ alg: 'hs256' }, { exp: soon })],
  ['no algorithm', signed({}, { exp: soon })],
  ['an extension that must be understood', signed({ ...hs256, crit: ['b64'], b64: false }, { exp: soon })],
  ['a header that is no object', signed('HS256', { exp: soon })],
  ['claims that are no object', signed(hs256, [{ exp: soon }])],
  ['claims that are null', signed(hs256, null)],
  ['no end', signed(hs256, { sub: 'ada' })],
  ['an end that is text', signed(hs256, { exp: String(soon) })],
  ['an end that is null', signed(hs256, { exp: null })],
  ['a beginning to come', signed(hs256, { exp: soon, nbf: soon })],
  ['a fourth part', `${signed(hs256, { exp: soon })}.x`],
]
test.for(refused)('%s is refused', ([, token]) => {
  expect(() => verifyToken(token, key)).toThrow(expect.objectContaining({ name: 'TokenError', expired: false }))
})

test('the second in which it ends is too late', () => {
  const token = signToken({ exp: soon }, key)
  expect(verifyToken(token, key, soon - 1)).toEqual({ exp: soon })
  expect(() => verifyToken(token, key, soon)).toThrow(expect.objectContaining({ expired: true }))
})
