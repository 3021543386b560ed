import { expect, test } from 'vitest'
import type { Photo } from '../../../src/client/photos.ts'
import { photosCsv, seriesCsv, toCsv } from '../../../src/react/insights/csv.ts'
import { insightsOf } from './insights.ts'

const photo = (id: string, caption: string | null) => ({ id, caption }) as Photo

test('each day is a line', () => {
  expect(seriesCsv(insightsOf([3, 5]))).toBe(
    'day,views,viewers,likes,comments,shares\r\n2026-04-06,3,2,0,0,0\r\n2026-04-07,5,3,1,0,0\r\n',
  )
})

test('each hour is a line with its time in UTC', () => {
  expect(seriesCsv(insightsOf([3], 'hour')).split('\r\n')[1]).toBe('2026-04-06T00:00:00.000Z,3,2,0,0,0')
})

test('each photo is a line; what was not timed is empty', () => {
  const csv = photosCsv(insightsOf([1]), [photo('a', 'Engine bay\n1 air cleaner'), photo('b', null)])
  expect(csv.split('\r\n').slice(1, 3)).toEqual([
    'a,Engine bay,80,100,10,5.5,5.2,5.9,1,0,2,54.2',
    'b,Photo 2,40,0,0,,,,0,1,0,12',
  ])
})

test('commas, quotes and lines stay in their cell, and no text is a formula', () => {
  expect(toCsv(['a'], [['x,y'], ['say "hi"'], ['two\nlines'], ['=1+1'], ['@cmd'], [-5]])).toBe(
    'a\r\n"x,y"\r\n"say ""hi"""\r\n"two\nlines"\r\n\'=1+1\r\n\'@cmd\r\n-5\r\n',
  )
})
