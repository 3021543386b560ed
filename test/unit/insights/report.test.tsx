import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Insights } from '../../../src/client/insights.ts'
import type { Photo } from '../../../src/client/photos.ts'
import { InsightsReport } from '../../../src/react/insights/InsightsReport.tsx'
import { insightsOf } from './insights.ts'

const photos = [
  { id: 'a', caption: 'Engine bay\n1 air cleaner', url: '/a.svg', srcset: null, addedAt: '2026-04-08T10:00:00Z' },
  { id: 'b', caption: null, url: '/b.svg', srcset: null, addedAt: '2026-01-01T10:00:00Z' },
] as Photo[]

const markup = (insights: Insights) =>
  renderToStaticMarkup(<InsightsReport insights={insights} photos={photos} before="the week before" />)
const words = (insights: Insights) =>
  markup(insights)
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/\s+/g, ' ')

test('whatever the charts show stands in words and tables too', () => {
  const text = words(insightsOf([10, 20, 30, 20, 10, 20, 10]))
  expect(text).toContain('20 % more than in the week before. Most on 8 April: 30.')
  expect(text).toContain('8 Apr 30 +50 %')
  expect(text).toContain('Half left a photo within 5.5 s. 10 % stayed longer than 20.')
  expect(text).toContain('2 to 4 30 60 %')
  expect(text).toContain('Phones bring most views, desktops hold them longest.')
  expect(text).toContain('Phone 75 75 % 5.5 s')
  expect(text).toContain('Most held photo Engine bay')
  expect(text).toContain('Engine bay 5.5 s 5.2 to 5.9 s 80 views (−20 %), 1 like, 0 comments, 2 shares')
  expect(text).toContain('Photo 2 not timed')
  expect(text).toContain('People, once a day 60 60 ±0 %')
  expect(text).toContain('3 looks by programs are not among them.')
  expect(text).toContain('Every day as a table')
})

test('a period in which nothing happened says so', () => {
  const nothing = { looks: 0, median: null, low: null, high: null }
  const none = { views: 0, viewers: 0, repeats: 0, bots: 0, likes: 0, comments: 0, shares: 0, dwell: nothing }
  const text = words(insightsOf([0, 0, 0], 'day', { totals: none, before: none, devices: [], photos: [], dwell: [] }))
  expect(text).toContain('Nobody has looked at the photos in this time.')
  expect(text).toContain('No look has been timed in this period.')
  expect(text).toContain('No device is known in this period.')
  expect(text).toContain('Most held photo –')
  expect(text).not.toContain('NaN')
})

test('every table has heads for its rows and columns', () => {
  const html = markup(insightsOf(Array(28).fill(5)))
  const tables = html.match(/<table>.*?<\/table>/gs) ?? []
  expect(tables).toHaveLength(5)
  for (const table of tables) {
    expect(table).toContain('<th scope="col"')
    expect(table).toContain('<th scope="row"')
  }
})
