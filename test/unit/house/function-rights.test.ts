import { describe, expect, test } from 'vitest'
import { withFunctionRights } from '../../../scripts/generate/function-rights.ts'

const roles = 'public, anon, authenticated, service_role'
const makes = (name: string) => `create or replace function ${name} returns int\nlanguage sql as 'select 1';\n`

describe('rights of functions, as the generator writes them', () => {
  test('what nobody is granted is taken from everybody at the end', () => {
    const sql = `${makes('app.one(a numeric(10, 2))')}${makes('public.two()')}`
    expect(withFunctionRights(sql)).toBe(`${sql}revoke all on function\n  app.one,\n  public.two\n  from ${roles};\n`)
  })

  test('what is granted is taken away before the first grant, once', () => {
    const first = 'grant execute on function app.one(numeric(10, 2), public.vehicles), app.elsewhere(uuid) to anon;'
    const second = 'grant execute on function app.one(numeric(10, 2), public.vehicles)\n  to service_role;'
    const sql = `${makes('app.one(a numeric(10, 2), b public.vehicles)')}${first}\n${second}\n`
    expect(withFunctionRights(sql)).toBe(
      `${makes('app.one(a numeric(10, 2), b public.vehicles)')}revoke all on function
  app.one(numeric(10, 2), public.vehicles)
  from ${roles};
${first}\n${second}\n`,
    )
  })

  test('what a file revokes itself stays as it is', () => {
    const sql = `${makes('app.one()')}revoke all on function app.one()\n  from public;\n`
    expect(withFunctionRights(sql)).toBe(sql)
  })

  test('overloads are the file’s own to revoke', () => {
    const sql = `${makes('app.one(a int)')}${makes('app.one(a text)')}`
    expect(() => withFunctionRights(sql)).toThrow('app.one is overloaded')
    const own = `${sql}revoke all on function app.one(int), app.one(text) from ${roles};\n`
    expect(withFunctionRights(own)).toBe(own)
  })
})
