import { expect, test } from 'vitest'
import { htmlPage, notFound } from '../../support/web.ts'
import { crawled } from './crawlers.ts'

test('a site is walked by its links, within its host, each page once', async () => {
  const { crawl, web, kept, paths, problems } = await crawled({
    'a.example': (path, _, response) => {
      if (path === '/robots.txt') return notFound(response)
      if (path === '/') return htmlPage('Start', ['/one', '/two#part', 'two?utm_source=x', 'http://stranger.example/'])
      return htmlPage(`Page ${path}`, ['/', '/one', '/two', '/deep/er'])
    },
  })
  expect(await crawl()).toMatchObject({ pages: 4, changed: 4, refused: 0, failed: 0, endedBy: 'complete' })
  expect(await kept()).toEqual(['/', '/deep/er', '/one', '/two'])
  expect(paths().sort()).toEqual(['/', '/deep/er', '/one', '/robots.txt', '/two'])
  expect(new Set(web.log.map(({ userAgent }) => userAgent))).toEqual(new Set(['PaddockBot/1.0']))
  expect(problems).toEqual([])
})
