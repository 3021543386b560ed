import { expect, test } from 'vitest'
import { readEnvironment } from '../../../supabase/functions/_shared/environment.ts'

const read = (variables: Record<string, string>) => readEnvironment((name) => variables[name])
const SUPABASE_URL = 'https://project.supabase.co'

test('a function finds its project by the variables that Supabase sets, new or legacy', () => {
  const named = {
    SUPABASE_URL,
    SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_a"}',
    SUPABASE_ANON_KEY: 'legacy',
  }
  expect(read(named)).toEqual({ supabaseUrl: SUPABASE_URL, publishableKey: 'sb_publishable_a' })
  expect(read({ SUPABASE_URL, SUPABASE_PUBLISHABLE_KEYS: '{"web":"sb_publishable_b"}' }).publishableKey).toBe(
    'sb_publishable_b',
  )
  expect(read({ SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_c' }).publishableKey).toBe('sb_publishable_c')
  expect(read({ SUPABASE_URL, SUPABASE_ANON_KEY: 'legacy' }).publishableKey).toBe('legacy')
})

test('a missing variable is named', () => {
  expect(() => read({ SUPABASE_ANON_KEY: 'key' })).toThrow('SUPABASE_URL')
  expect(() => read({ SUPABASE_URL })).toThrow('SUPABASE_PUBLISHABLE_KEYS')
})
