import { beforeAll, expect, test } from 'vitest'
import { createSitemap } from '../../src/server/crawlers/sitemap.ts'
import { addVehicle, type Community, community } from '../support/community.ts'

let here: Community
const shown: string[] = []

beforeAll(async () => {
  here = await community()
  shown.push(here.vehicle.id)
  for (let at = 0; at < 4; at++)
    shown.push((await addVehicle(here.sql, { user_id: here.carol.id, year: 1970, make: 'BMW', model: `Car ${at}` })).id)
})

test('robots.txt closes the doors of programs, leaves previews open and names the sitemap', async () => {
  const answer = await fetch(`${here.server.url}/robots.txt`)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
  const text = await answer.text()
  expect(text).toContain('Disallow: /rest/\n')
  expect(text).toContain('Allow: /functions/v1/vehicle-card\n')
  expect(text).toContain(`Sitemap: ${here.server.url}/sitemap.xml\n`)
})

test('the sitemap has the pages and the public vehicles, and no private one', async () => {
  const answer = await fetch(`${here.server.url}/sitemap.xml`)
  expect(answer.status).toBe(200)
  const xml = await answer.text()
  for (const id of shown) expect(xml).toContain(`<loc>${here.server.url}/vehicles/${id}</loc>`)
  expect(xml).toContain(`<loc>${here.server.url}/</loc>`)
  expect(xml).not.toContain(here.privateVehicle.id)
})

test('more vehicles than a file may have are in parts, each once; a part that is not there is not found', async () => {
  const sitemap = createSitemap(here.sql, 2)
  const index = await sitemap('/sitemap.xml', 'https://cars.example')
  const parts = [...(index ?? '').matchAll(/<loc>https:\/\/cars\.example(\/sitemap-\d+\.xml)<\/loc>/g)].map(
    ([, path]) => path,
  )
  expect(parts).toEqual(['/sitemap-1.xml', '/sitemap-2.xml', '/sitemap-3.xml'])
  const all = await Promise.all(parts.map((path) => sitemap(path as string, 'https://cars.example')))
  const found = [...all.join().matchAll(/vehicles\/([0-9a-f-]{36})</g)].map(([, id]) => id)
  expect(found.sort()).toEqual([...shown].sort())
  expect(await sitemap('/sitemap-4.xml', 'https://cars.example')).toBeNull()
  for (const path of ['/sitemap-9999.xml', '/sitemap-0.xml', '/sitemap-99999999999.xml'])
    expect((await fetch(here.server.url + path)).status).toBe(404)
})
