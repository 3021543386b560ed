import { expect, test } from 'vitest'
import { createRedirects, withParameters } from '../../../src/server/auth/mail/redirects.ts'
import fc from '../../support/property.ts'

const site = 'https://cars.example.com'
const redirects = (allowed: string[], loopback = false) => createRedirects({ site: () => site, allowed, loopback })

test('a wildcard stands for what Supabase’s do: one star stops at dots and slashes', () => {
  const { to } = redirects([
    'https://*.example.org/cb',
    'https://app.example.com/**',
    'myapp://*',
    'https://bare.example',
  ])
  for (const leads of [
    'https://a.example.org/cb',
    'https://app.example.com/',
    'https://app.example.com/a/b.c?d=e',
    'myapp://signed-in',
    'https://bare.example/',
    'https://cars.example.com/any?where',
  ]) {
    expect(to(leads)).toBe(leads)
  }
  for (const not of [
    'https://a.b.example.org/cb',
    'https://a.example.org/cb/more',
    'https://app.example.com:8443/',
    'http://app.example.com/',
    'https://bare.example/more',
    'myapp://a/b',
    'http://cars.example.com/',
    'http://127.0.0.1/',
    42,
    null,
    undefined,
    '',
    `https://app.example.com/${'x'.repeat(3000)}`,
  ]) {
    expect(to(not), String(not).slice(0, 60)).toBe(site)
  }
})

test('whatever is wished, the link leads nowhere but to the site, what is listed, and loopback', () => {
  const { to } = redirects(['https://app.example.com/**'], true)
  const part = fc.constantFrom(
    'https:',
    'http:',
    'javascript:',
    'data:',
    '//',
    '/',
    '\\',
    '@',
    '#',
    '?',
    ':',
    '.',
    '%2f',
    '%00',
    '\t',
    '\n',
    ' ',
    'app.example.com',
    'cars.example.com',
    'evil.example',
    '127.0.0.1',
    'localhost',
    '[::1]',
    '0x7f.1',
    'user:pass',
    '8080',
    '。',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const leads = new URL(to(parts.join('')))
      expect(leads.username + leads.password).toBe('')
      expect(['https://cars.example.com', 'https://app.example.com']).toSatisfy(
        (origins: string[]) =>
          origins.includes(leads.origin) ||
          (/^https?:$/.test(leads.protocol) && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(leads.hostname)),
      )
    }),
    { numRuns: 5000 },
  )
})

test('what a sign-in has to say is added to the address, and cannot break out of it', () => {
  const said = { error_description: 'a&b=c#d "e"', code: '1' }
  const url = new URL(withParameters('https://cars.example.com/x?y=1#old', said, { query: true, fragment: true }))
  expect(Object.fromEntries(url.searchParams)).toEqual({ y: '1', ...said })
  expect(Object.fromEntries(new URLSearchParams(url.hash.slice(1)))).toEqual(said)
})
