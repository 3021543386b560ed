import type { Chunk, Sale, Subject } from '../../document.ts'
import { cutIntoChunks } from '../chunks.ts'
import type { Document } from './dom.ts'
import { isType, type Thing, textOf } from './json-ld.ts'
import { type Offer, readOffer } from './offer.ts'
import type { ReadPage } from './read-page.ts'
import { writeText } from './text.ts'

/** A page that offers one vehicle: what its JSON-LD says becomes a sentence of its own, which can be quoted. Null for other pages. */
export function readListing(document: Document, things: Thing[]): ReadPage | null {
  const vehicles = things.filter((thing) => isType(thing, 'Vehicle', 'Car', 'Motorcycle'))
  const vehicle = vehicles[0] ?? things.find((thing) => isType(thing, 'Product') && thing.offers !== undefined)
  if (!vehicle) return null
  const offered = [vehicle.offers ?? things.find((thing) => isType(thing, 'Offer'))].flat()[0] as Thing | undefined
  const main = document.querySelector('main') ?? document.querySelector('article') ?? document.body ?? document
  const written = writeText(main)
  const offer = readOffer(offered, `${document.title} ${written.text.slice(0, 2_000)}`)
  const fields = fieldsOf(vehicle, offer)
  const price = priceInWords(offer)
  const facts = [...factsOf(fields), ...(price ? [price] : [])].join(' | ')
  const text = `${facts}\n\n${written.text}`
  const moved = written.sections.map((section) => ({
    ...section,
    start: section.start + facts.length + 2,
    end: section.end + facts.length + 2,
  }))
  const first: Chunk = { start: 0, end: facts.length, heading: [], fields }
  const subject = subjectOf(fields, textOf(vehicle.vehicleConfiguration))
  // A page of many vehicles is about none of them.
  const isOfOne = new Set(vehicles.map(({ name, offers }) => JSON.stringify([name, offers]))).size <= 1
  const sale = isOfOne ? saleOf(offer, { start: facts.length - (price?.length ?? 0), end: facts.length }) : null
  return {
    ...(sale ? { sale } : {}),
    text,
    chunks: facts ? [first, ...cutIntoChunks(text, moved).chunks] : cutIntoChunks(text, moved).chunks,
    subject,
    publishedAt: typeof fields.date === 'string' ? fields.date : null,
  }
}

type Fields = Record<string, string | number | boolean | null>

function fieldsOf(vehicle: Thing, { price, currency, state, day, place }: Offer): Fields {
  const fields: Fields = {
    name: textOf(vehicle.name),
    make: textOf(vehicle.brand) ?? textOf(vehicle.manufacturer),
    model: textOf(vehicle.model),
    year:
      Number(
        /\d{4}/.exec(
          textOf(vehicle.vehicleModelDate) ??
            textOf(vehicle.modelDate) ??
            textOf(vehicle.productionDate) ??
            textOf(vehicle.name) ??
            '',
        )?.[0],
      ) || null,
    vin: textOf(vehicle.vehicleIdentificationNumber),
    color: textOf(vehicle.color),
    engine: textOf(vehicle.vehicleEngine),
    transmission: textOf(vehicle.vehicleTransmission),
    mileage: textOf(vehicle.mileageFromOdometer),
    price,
    currency,
    sold: state === 'sold' ? true : state === 'named' ? null : false,
    date: day,
    place,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

const labels: Record<string, string> = {
  name: 'Name',
  make: 'Make',
  model: 'Model',
  year: 'Year',
  vin: 'VIN',
  color: 'Color',
  engine: 'Engine',
  transmission: 'Transmission',
  mileage: 'Mileage',
}

const factsOf = (fields: Fields): string[] =>
  Object.entries(labels).flatMap(([name, label]) => (fields[name] === undefined ? [] : [`${label}: ${fields[name]}`]))

const verbs = { sold: 'Sold for', bid: 'Bid to', asked: 'Asking price', named: 'Price' }

/** "Sold for USD 64,900 (2025-05-03)" */
function priceInWords({ price, currency, state, day, place }: Offer): string | null {
  if (price === null) return null
  const amount = [currency, price.toLocaleString('en-US')].filter(Boolean).join(' ')
  return `${verbs[state ?? 'named']} ${amount}${day ? ` (${day})` : ''}${place ? `, ${place}` : ''}`
}

function saleOf({ price, currency, state, day, place }: Offer, quote: { start: number; end: number }): Sale | null {
  if (price === null || currency === null || state === null) return null
  return { state, price, currency, day, place, ...quote }
}

function subjectOf({ make, model, year, name }: Fields, trim: string | null): Subject {
  const titled = /^(?:(?:18|19|20)\d\d)\s+(\S+)\s+(.+)$/.exec(String(name ?? ''))
  const made = typeof make === 'string' ? make : titled?.[1]
  const modelled = typeof model === 'string' ? model : titled?.[2]
  return {
    ...(made ? { make: made } : {}),
    ...(modelled ? { model: modelled.slice(0, 120) } : {}),
    ...(trim ? { trim: trim.slice(0, 120) } : {}),
    ...(typeof year === 'number' ? { yearFrom: year, yearTo: year } : {}),
  }
}
