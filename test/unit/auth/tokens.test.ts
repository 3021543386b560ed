import { decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import type { Account } from '../../../src/server/auth/accounts.ts'
import { createTokens, newSelector } from '../../../src/server/auth/tokens.ts'

const tokens = createTokens('a secret of at least 32 characters', 3600)
const account: Account = {
  id: '6f1c0f52-6f9e-4f0e-9f53-0d6f4c1b2a3d',
  aud: 'authenticated',
  role: 'authenticated',
  email: 'ada@example.com',
  encrypted_password: null,
  email_confirmed_at: null,
  email_change: '',
  email_change_confirm_status: 0,
  invited_at: null,
  confirmation_sent_at: null,
  recovery_sent_at: null,
  email_change_sent_at: null,
  reauthentication_sent_at: null,
  last_sign_in_at: null,
  raw_app_meta_data: {},
  raw_user_meta_data: { name: 'Ada 🚗' },
  is_anonymous: false,
  banned_until: null,
  deleted_at: null,
  created_at: new Date(),
  updated_at: new Date(),
  identities: [],
}

test('an access token is read back by the server that signed it, and by no other', () => {
  const session = { id: 'b9f4d0c4-3d0b-4f5e-8c0e-1f2d3c4b5a69', startedAt: new Date() }
  const { token } = tokens.access(account, session, 'https://host/auth/v1')
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(tokens.verify(token)).toMatchObject({
    sub: account.id,
    session_id: session.id,
    user_metadata: { name: 'Ada 🚗' },
  })
  const other = createTokens('another secret of 32 characters or more', 3600)
  expect(() => other.verify(token)).toThrow(expect.objectContaining({ status: 403, code: 'bad_jwt' }))
})

test('a refresh token leads to its selector; changed in any character it leads nowhere', () => {
  const selector = newSelector()
  const token = tokens.refresh(selector)
  expect(tokens.selectorOf(token)).toBe(selector)
  for (let i = 0; i < token.length; i++) {
    const changed = token.slice(0, i) + (token[i] === 'x' ? 'y' : 'x') + token.slice(i + 1)
    expect(tokens.selectorOf(changed)).toBeNull()
  }
  for (const bad of ['', selector, `${token}=`, token.slice(0, -1), 'ü'.repeat(54)])
    expect(tokens.selectorOf(bad)).toBeNull()
  expect(createTokens('another secret of 32 characters or more', 3600).selectorOf(token)).toBeNull()
})

test('no two selectors are alike', () => {
  expect(new Set(Array.from({ length: 1000 }, newSelector)).size).toBe(1000)
})
