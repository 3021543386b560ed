import { describe, expect, test } from 'vitest'
import { negotiate } from '../../../src/server/rest/request/media.ts'
import { appliedPreferences, parsePreferences } from '../../../src/server/rest/request/preferences.ts'
import { readResource, splitUrl } from '../../../src/server/rest/request/read.ts'

describe('the Prefer header', () => {
  test('is read whole, also from several headers in one', () => {
    expect(
      parsePreferences('return=representation, count=exact,missing=default,handling=strict, max-affected=5'),
    ).toMatchObject({
      return: 'representation',
      count: 'exact',
      missing: 'default',
      handling: 'strict',
      maxAffected: 5,
      invalid: [],
    })
  })

  test('lets the first of two contradicting wishes count', () => {
    expect(parsePreferences('return=minimal,return=representation').return).toBe('minimal')
  })

  test('tells what nobody understands', () => {
    const { invalid } = parsePreferences(
      'return=all,foo,timezone=Mars/Olympus,max-affected=-1,constructor=x,tx=rollback',
    )
    expect(invalid).toEqual(['return=all', 'foo', 'timezone=Mars/Olympus', 'max-affected=-1', 'constructor=x'])
  })

  test('is answered with what had a part in the answer', () => {
    const preferences = parsePreferences('return=minimal,count=exact,max-affected=3')
    expect(appliedPreferences(preferences, ['return', 'missing', 'max-affected'])).toBe('return=minimal')
    expect(appliedPreferences(preferences, ['missing'])).toBeNull()
  })
})

describe('the Accept header', () => {
  test.for([
    [null, 'json'],
    ['*/*', 'json'],
    ['text/html, application/*;q=0.5', 'json'],
    ['application/vnd.pgrst.object+json', 'object'],
    ['text/csv', 'csv'],
    ['application/json;q=0.1, text/csv', 'csv'],
  ] as const)('%s asks for %s', ([accept, kind]) => {
    expect(negotiate(accept).kind).toBe(kind)
  })

  test('may leave nulls out', () => {
    expect(negotiate('application/vnd.pgrst.object+json;nulls=stripped')).toEqual({
      kind: 'object',
      stripNulls: true,
      contentType: 'application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8',
    })
    expect(negotiate('application/vnd.pgrst.array+json;nulls=stripped')).toMatchObject({
      kind: 'json',
      stripNulls: true,
    })
  })

  test.for(['text/html', 'application/geo+json', 'application/vnd.pgrst.plan+xml', 'image/png'])(
    '%s cannot be had',
    (accept) => {
      expect(() => negotiate(accept)).toThrow(expect.objectContaining({ status: 406, code: 'PGRST107' }))
    },
  )
})

describe('the URL', () => {
  test('is a table or function below the door', () => {
    expect(splitUrl('http://h:1/rest/v1/caf%C3%A9?a=b#c')).toEqual({ path: '/caf%C3%A9', search: '?a=b' })
    expect(readResource('/caf%C3%A9')).toEqual({ kind: 'table', name: 'café' })
    expect(readResource('/a+b')).toEqual({ kind: 'table', name: 'a+b' })
    expect(readResource('/rpc/sum')).toEqual({ kind: 'rpc', name: 'sum' })
    expect(readResource('/rpc')).toEqual({ kind: 'table', name: 'rpc' })
    expect(readResource('/')).toEqual({ kind: 'root', name: '' })
  })

  test.for(['/a/b', '/rpc/a/b', '/a/b/c'])('%s leads nowhere', (path) => {
    expect(() => readResource(path)).toThrow(expect.objectContaining({ status: 404, code: 'PGRST125' }))
  })
})
