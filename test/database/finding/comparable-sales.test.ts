import { createHash, randomUUID } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { type ComparableSale, comparableSales } from '../../../src/client/comparable-sales.ts'
import { addBody, insertSource } from '../../../src/indexer/add-source.ts'
import { addVehicle, type Community, community } from '../../support/community.ts'
import { addSource, parsed, put } from '../../support/library.ts'

type Listing = {
  name?: string
  make?: string
  model?: string
  year?: number
  price: string | number
  currency?: string | null
  availability?: string
  day?: string | null
  place?: object
  words?: string
  more?: object[]
}

const prose = 'The seller has kept the papers of the car and says what was done to it, where, when and by whom. '
const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** A page as auction houses write them, read by the connector and stored by the indexer. */
const pageOf = (listing: Listing): string => {
  const { make = 'Plymouth', model = "'Cuda 340", year = 1970, price, currency = 'USD', words = '', place } = listing
  const { name = `${year} ${make} ${model}`, availability = 'SoldOut', day = dayIn(-100), more = [] } = listing
  const offers = {
    ...{ '@type': 'Offer', price, availability: `https://schema.org/${availability}` },
    ...(currency ? { priceCurrency: currency } : {}),
    ...(day ? { validThrough: day } : {}),
    ...(place ? { availableAtOrFrom: { address: place } } : {}),
  }
  const vehicle = { '@type': 'Vehicle', name, brand: make, model, vehicleModelDate: String(year), offers }
  return `<html><head><title>${name}</title><script type="application/ld+json">${JSON.stringify([vehicle, ...more])}</script></head>
    <body><main><h1>${name}</h1><p>${words} ${prose.repeat(4)}</p></main></body></html>`
}

let people: Community
let visitor: PaddockClient
let source: string
beforeAll(async () => {
  people = await community()
  visitor = people.visitor as PaddockClient
  source = await insertSource(people.sql, { kind: 'listing', subject: {} }, 'An auction house', null)
})

const list = async (listing: Listing, { at = `https://auction.example/${randomUUID()}`, sourceId = source } = {}) => {
  const body = new TextEncoder().encode(pageOf(listing))
  const fetched = { url: at, mediaType: 'text/html', charset: null, body, headers: {}, fetchedAt: new Date() }
  expect(await addBody(people.sql, sourceId, { kind: 'listing', subject: {} }, fetched)).toEqual([])
  return at
}
const car = async (row: object = {}) =>
  (
    await addVehicle(people.sql, {
      ...{ user_id: people.carol.id, year: 1970, make: 'Plymouth', model: '’Cuda 340' },
      ...row,
    })
  ).id
const prices = (sales: ComparableSale[]) => sales.map(({ price }) => price)
afterEach(async () => {
  await people.sql`delete from source_documents where source_id = ${source}`
})

test('a sale has its price, day, place and the words that say so; what was asked or bid stands apart', async () => {
  const id = await car()
  await list({ price: 64_900, day: '2025-05-03', place: { addressLocality: 'Reno', addressRegion: 'NV' } })
  await list({ price: '52,000', availability: 'InStock', day: '2025-06-01', words: 'Reserve not met.' })
  await list({ price: 84_900, availability: 'InStock', day: dayIn(30) })
  await list({ price: 70_000, availability: '', day: null })
  const { sold, offered } = await comparableSales(visitor, id)
  expect(sold).toMatchObject([
    {
      ...{
        state: 'sold',
        price: 64_900,
        currency: 'USD',
        day: '2025-05-03',
        place: 'Reno, NV',
        isSame: true,
        year: 1970,
      },
      ...{ title: "1970 Plymouth 'Cuda 340", kind: 'listing', source: 'An auction house', authority: 0.5 },
      ...{ url: expect.stringContaining('auction.example'), quote: 'Sold for USD 64,900 (2025-05-03), Reno, NV' },
    },
  ])
  const [sale] = sold as [ComparableSale]
  const { data } = await visitor.rpc('document_text', { document_id: sale.documentId })
  expect(data?.slice(sale.charStart, sale.charEnd)).toBe(sale.quote)
  expect(offered.map(({ state, price }) => [state, price])).toEqual([
    ['asked', 84_900],
    ['bid', 52_000],
    ['named', 70_000],
  ])
})

describe('what is the same car, whoever wrote its name', () => {
  test.each([
    [{ make: 'Chevy', model: 'Camaro' }, { make: 'Chevrolet', model: 'Camaro' }, 'same'],
    [{ make: 'Datsun', model: 'PL510' }, { make: 'Datsun', model: '510' }, 'same'],
    [{ make: 'Datsun', model: 'PL510' }, { make: 'Datsun', model: '510 Wagon' }, 'version'],
    [{ make: 'BMW', model: '2002' }, { make: 'BMW', model: '2002tii' }, 'version'],
    [{ make: 'Plymouth', model: '’Cuda 340' }, { make: 'Plymouth', model: "'Cuda 340 4-Speed" }, 'same'],
    [{ make: 'Plymouth', model: '’Cuda 340' }, { make: 'Plymouth', model: 'Barracuda' }, 'version'],
    [{ make: 'Plymouth', model: '’Cuda 340' }, { make: 'Plymouth', model: "Hemi 'Cuda" }, 'no'],
    [{ make: 'Plymouth', model: '’Cuda 340' }, { make: 'Plymouth', model: 'Road Runner' }, 'no'],
    [{ make: 'Porsche', model: '911S' }, { make: 'Porsche', model: '911T' }, 'no'],
    [{ make: 'Porsche', model: '911S' }, { make: 'Porsche', model: '911 S' }, 'same'],
    [{ make: 'Chevrolet', model: 'Nova 350 ci coupe' }, { make: 'Chevrolet', model: 'Camaro 350 ci coupe' }, 'no'],
    [{ make: 'Marmon', model: 'Coupe' }, { make: 'Marmon', model: 'Coupe' }, 'no'],
    [{ make: 'Alfa', model: 'GTV' }, { make: 'Alfa Romeo', model: 'GTV' }, 'same'],
    [{ make: 'Alfa Romeo', model: 'GTV' }, { make: 'Rover', model: 'GTV' }, 'no'],
    [{ make: 'Citroën', model: 'DS 21' }, { make: 'Citroen', model: 'DS-21' }, 'version'],
    [{ make: 'Tesla', model: 'x🚗' }, { make: 'Tesla', model: '🚗' }, 'no'],
  ])('%j and a listing of %j: %s', async (own, other, expected) => {
    const id = await car(own)
    await list({ ...other, price: 1000 })
    const { sold } = await comparableSales(visitor, id)
    expect(sold.map(({ isSame }) => (isSame ? 'same' : 'version'))).toEqual(expected === 'no' ? [] : [expected])
  })

  test('years are near, and as far as one asks', async () => {
    const id = await car()
    for (const year of [1966, 1967, 1973, 1974]) await list({ year, price: year })
    expect(prices((await comparableSales(visitor, id)).sold).toSorted()).toEqual([1967, 1973])
    expect((await comparableSales(visitor, id, { years: 4 })).sold).toHaveLength(4)
    expect((await comparableSales(visitor, id, { years: 0 })).sold).toEqual([])
  })
})

describe('a price that cannot be read in one way is none', () => {
  test.each([
    ['31250', 31_250],
    ['$31,250', 31_250],
    ['31.250,50', 31_250.5],
    ['31.250', null],
    ['1,2', null],
    ['-5', null],
    ['0', null],
    ['1e9', null],
    ['99999999999', null],
    ['call', null],
  ])('%s is %s', async (price, expected) => {
    const id = await car()
    await list({ price })
    expect(prices((await comparableSales(visitor, id)).sold)).toEqual(expected === null ? [] : [expected])
  })

  test.each<[string, Partial<Listing>]>([
    ['without a currency', { currency: null }],
    ['in no currency', { currency: 'dollars' }],
    ['on a page of several cars', { more: [{ '@type': 'Car', name: 'Another', offers: { price: 1 } }] }],
    ['no longer on offer, and not said to be sold', { availability: 'OutOfStock' }],
    ['offered until yesterday', { availability: 'InStock', day: dayIn(-1) }],
  ])('%s it is none', async (_, listing) => {
    const id = await car()
    await list({ price: 5_000, ...listing })
    expect(await comparableSales(visitor, id)).toMatchObject({ sold: [], offered: [], soldCount: 0, offeredCount: 0 })
  })
})

describe('the median', () => {
  test('is of five sales of the same model in one currency, and of nothing else', async () => {
    const id = await car()
    for (const price of [50_000, 60_000, 70_000, 80_000]) await list({ price })
    await list({ price: 1, model: 'Barracuda' })
    await list({ price: 2, day: '2001-01-01' })
    await list({ price: 900_000, availability: 'InStock', day: null })
    await list({ price: 3, currency: 'EUR' })
    expect((await comparableSales(visitor, id)).summaries).toEqual([])
    await list({ price: 90_000, day: dayIn(-200) })
    expect(await comparableSales(visitor, id)).toMatchObject({
      soldCount: 8,
      summaries: [{ currency: 'USD', sold: 5, since: dayIn(-200), median: 70_000, low: 60_000, high: 80_000 }],
    })
  })

  test('counts a sale that two sources tell of once, and names the one of more authority', async () => {
    const id = await car()
    const better = await insertSource(people.sql, { kind: 'listing', subject: {}, authority: 0.9 }, 'The house', null)
    await list({ price: 61_000 })
    await list({ price: 61_000 }, { sourceId: better })
    const { sold, soldCount } = await comparableSales(visitor, id)
    expect([soldCount, sold[0]?.source]).toEqual([1, 'The house'])
    await people.sql`delete from sources where id = ${better}`
    expect((await comparableSales(visitor, id)).sold[0]?.source).toBe('An auction house')
  })
})

describe('what leaves the library is gone at once', () => {
  test('a new version of a page replaces its price; one without a price has none', async () => {
    const id = await car()
    const at = await list({ price: 40_000, availability: 'InStock', day: null })
    await list({ price: 41_000 }, { at })
    expect(await comparableSales(visitor, id)).toMatchObject({ sold: [{ price: 41_000 }], offered: [] })
    await list({ price: '' }, { at })
    expect((await comparableSales(visitor, id)).soldCount).toBe(0)
    expect(await people.sql`select from app.listing_sales`).toHaveLength(0)
  })

  test.each([
    ['gone from where it was', (id: string) => people.sql`select app.retract_document(${id}, 'gone')`],
    ['withdrawn', (id: string) => people.sql`select app.retract_document(${id}, 'withdrawn')`],
    ['deleted', (id: string) => people.sql`delete from source_documents where id = ${id}`],
    ['not to be searched', (id: string) => people.sql`update source_documents set may_search = false where id = ${id}`],
  ])('%s', async (_, act) => {
    const id = await car()
    await list({ price: 40_000 })
    const { sold } = await comparableSales(visitor, id)
    await act(sold[0]?.documentId as string)
    expect((await comparableSales(visitor, id)).soldCount).toBe(0)
  })
})

describe('who sees what', () => {
  test('papers of another owner are nobody’s comparables, whatever they say of themselves', async () => {
    const id = await car()
    const theirs = await car({ user_id: people.alice.id })
    const sale = { state: 'sold', price: 5, currency: 'USD', day: null, place: null, start: 0, end: 5 } as const
    const subject = { make: 'Plymouth', model: '’Cuda 340', yearFrom: 1970, yearTo: 1970 }
    const papers = await addSource(people.sql, { vehicle_id: theirs, kind: 'listing', title: 'Bill of sale' })
    await put(people.sql, { sourceId: papers }, parsed(['Sold for 5'], { kind: 'listing', subject, sale }))
    const { data: added, error } = await people.alice.rpc('add_owner_document', {
      vehicle_id: theirs,
      document: {
        ...{ title: 'Bill', text: 'Sold for 5', sha256: createHash('sha256').update('x').digest('hex') },
        ...{ chunks: [{ start: 0, end: 10, heading: [] }], kind: 'listing', sale, subject },
      },
    })
    expect([error, (added as { status: string }).status]).toEqual([null, 'stored'])
    for (const who of [visitor, people.alice, people.carol] as PaddockClient[])
      expect((await comparableSales(who, id)).soldCount).toBe(0)
    expect(await people.sql`select from app.listing_sales`).toHaveLength(0)
  })

  test('a private car has them for its owner, and is not there for others', async () => {
    const id = await car({ is_public: false })
    await list({ price: 40_000 })
    expect((await comparableSales(people.carol as unknown as PaddockClient, id)).soldCount).toBe(1)
    for (const who of [visitor, people.alice as unknown as PaddockClient])
      await expect(comparableSales(who, id)).rejects.toMatchObject({ code: 'unknown_vehicle' })
    await expect(comparableSales(visitor, randomUUID())).rejects.toMatchObject({ code: 'unknown_vehicle' })
  })

  test.each([
    [{ years: -1 }, 'years_are_from_0_to_20'],
    [{ years: 21 }, 'years_are_from_0_to_20'],
    [{ limit: 0 }, 'limit_is_from_1_to_50'],
    [{ limit: 51 }, 'limit_is_from_1_to_50'],
  ])('%j is refused: %s', async (options, code) => {
    await expect(comparableSales(visitor, await car(), options)).rejects.toMatchObject({ code })
  })
})

test('a listing whose price is out of bounds is stored without it', async () => {
  const odd = { state: 'sold', price: 1e12, currency: 'USD', day: 'soon', place: null, start: 9, end: 3 } as const
  const { status } = await put(people.sql, { sourceId: source }, parsed(['Sold'], { kind: 'listing', sale: odd }))
  expect(status).toBe('stored')
  expect(await people.sql`select from app.listing_sales`).toHaveLength(0)
})
