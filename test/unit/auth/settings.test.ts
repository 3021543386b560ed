import { expect, test } from 'vitest'
import { defaultAuthSettings, readAuthSettings } from '../../../src/server/auth/index.ts'

test('an empty environment means the standard settings', () => {
  expect(readAuthSettings({})).toEqual(defaultAuthSettings)
})

test('an operator sets limits and closes doors by environment', () => {
  const env = {
    AUTH_ANONYMOUS: '0',
    AUTH_SIGN_UP: '0',
    AUTH_RATE_SIGN_IN: '5',
    AUTH_RATE_ACCOUNT: '0',
    AUTH_PASSWORD_MIN_LENGTH: '12',
  }
  expect(readAuthSettings(env)).toMatchObject({
    anonymous: false,
    signUp: false,
    minPasswordLength: 12,
    rates: { signIn: 5, account: 0, refresh: defaultAuthSettings.rates.refresh },
  })
})

test('an operator says how mails are confirmed, paced and where their links may lead', () => {
  const env = {
    AUTH_AUTOCONFIRM: '0',
    AUTH_MAIL_OTP_SECONDS: '600',
    AUTH_MAIL_PACE_SECONDS: '5',
    AUTH_REDIRECTS: ' https://app.example.com/** , myapp://signed-in,https://*.example.org/ ,',
    AUTH_RATE_MAIL_GUESS: '3',
  }
  expect(readAuthSettings(env)).toMatchObject({
    autoconfirm: false,
    mailSeconds: 600,
    mailPaceSeconds: 5,
    redirects: ['https://app.example.com/**', 'myapp://signed-in', 'https://*.example.org/'],
    rates: { mailGuess: 3 },
  })
  for (const odd of ['*', 'app.example.com', '/account', 'https://']) {
    expect(() => readAuthSettings({ AUTH_REDIRECTS: odd }), odd).toThrow(/AUTH_REDIRECTS has .* no address/)
  }
})

test('a setting that makes no sense is named, with what it takes', () => {
  expect(() => readAuthSettings({ AUTH_RATE_REFRESH: 'often' })).toThrow(
    'AUTH_RATE_REFRESH=often is not a whole number',
  )
  expect(() => readAuthSettings({ AUTH_PASSWORD_MIN_LENGTH: '4' })).toThrow('from 6 to 72')
})
