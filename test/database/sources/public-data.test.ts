import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { addPublicData } from '../../../src/indexer/add-source.ts'
import type { Subject } from '../../../src/indexer/document.ts'
import { readAllowList } from '../../../src/indexer/fetch/index.ts'
import { publicData } from '../../../src/indexer/public-data.ts'
import { community } from '../../support/community.ts'

/** The agencies' services, on this machine: they answer from fixtures in their formats. */
async function agencies() {
  const asked: string[] = []
  const fixture = (name: string) => readFile(new URL(`../../fixtures/public-data/${name}`, import.meta.url))
  const server = createServer(async (request, response) => {
    const url = request.url ?? ''
    asked.push(url)
    if (url.includes('modelYear=1986')) response.writeHead(400).end('{"count":0,"results":[]}')
    else if (url.startsWith('/recalls/'))
      response.setHeader('content-type', 'application/json; charset=utf-8').end(await fixture('recalls.json'))
    else if (url.startsWith('/complaints/'))
      response.setHeader('content-type', 'application/json').end(await fixture('complaints.json'))
    else if (url.startsWith('/api/vehicles/'))
      response.setHeader('content-type', 'application/json').end(await fixture('vpic.json'))
    else if (url.startsWith('/feg/')) response.setHeader('content-type', 'text/csv').end(await fixture('vehicles.csv'))
    else response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { asked, url: `http://${host}`, allowed: readAllowList(host) }
}

const regal: Subject = { make: 'Buick', model: 'Regal', yearFrom: 1986, yearTo: 1987 }

test('recalls, complaints, a VIN and fuel economy are asked for politely and found', async () => {
  const { sql, service } = await community()
  await sql`update app.settings set value = '10 milliseconds' where name = 'crawl_delay'`
  const { asked, url, allowed } = await agencies()
  const at = { vpic: url, nhtsa: url, fuelEconomy: url }
  const add = async (name: string, subject: Subject = {}) => {
    const data = publicData(name, subject, at)
    if (!data) throw new Error(`no public data: ${name}`)
    return await addPublicData(sql, data, { kind: data.kind, subject }, { allowed })
  }
  const recalls = await add('nhtsa:recalls', regal)
  expect(recalls).toMatchObject({ documents: 1, chunks: 2, refused: [{ code: 'http_400' }] })
  expect(asked).toContain('/robots.txt')
  expect(asked).toContain('/recalls/recallsByVehicle?make=Buick&model=Regal&modelYear=1987')
  expect(await add('nhtsa:complaints', regal)).toMatchObject({ documents: 1, chunks: 1 })
  expect(await add('epa:fuel-economy')).toMatchObject({ documents: 1, chunks: 3, refused: [] })
  expect(await add('vpic:1g4gj1173hp123450')).toMatchObject({ documents: 2, chunks: 3, refused: [] })

  const found = async (query: string) =>
    ((await service.rpc('search_sources', { query })).data as { snippet: string; kind: string; source_id: string }[])[0]
  expect((await found('regal fuel hose crack'))?.snippet).toContain('FUEL FEED HOSE')
  expect((await found('powermaster pedal'))?.kind).toBe('dataset')
  expect((await found('1987 regal turbo mpg'))?.snippet).toContain('City: 15 mpg')
  expect((await found('1G4GJ1173HP123450 displacement'))?.kind).toBe('registry')
})

test('a VIN without its service is still read by the standard, and the reason is told', async () => {
  const { sql } = await community()
  await sql`update app.settings set value = 'https://example.com/bot' where name = 'crawler_contact'`
  const data = publicData('vpic:1G4GJ1173HP123450', {}, { vpic: 'http://127.0.0.1:9', nhtsa: '', fuelEconomy: '' })
  if (!data) throw new Error('no data')
  const added = await addPublicData(sql, data, { kind: 'registry', subject: {} }, { allowed: readAllowList('') })
  expect(added).toMatchObject({ documents: 1, chunks: 1, refused: [{ code: expect.stringMatching(/forbidden/) }] })
})
