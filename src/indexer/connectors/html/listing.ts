import type { Chunk, Subject } from '../../document.ts'
import { cutIntoChunks } from '../chunks.ts'
import type { Document } from './dom.ts'
import { isType, type Thing, textOf } from './json-ld.ts'
import { dateOf, type ReadPage } from './read-page.ts'
import { writeText } from './text.ts'

/** A page that offers one vehicle: what its JSON-LD says becomes a sentence of its own, which can be quoted. Null for other pages. */
export function readListing(document: Document, things: Thing[]): ReadPage | null {
  const vehicle =
    things.find((thing) => isType(thing, 'Vehicle', 'Car', 'Motorcycle')) ??
    things.find((thing) => isType(thing, 'Product') && thing.offers !== undefined)
  if (!vehicle) return null
  const offer = [vehicle.offers ?? things.find((thing) => isType(thing, 'Offer'))].flat()[0] as Thing | undefined
  const fields = fieldsOf(vehicle, offer)
  const facts = factsOf(fields)
  const main = document.querySelector('main') ?? document.querySelector('article') ?? document.body ?? document
  const written = writeText(main)
  const text = `${facts}\n\n${written.text}`
  const moved = written.sections.map((section) => ({
    ...section,
    start: section.start + facts.length + 2,
    end: section.end + facts.length + 2,
  }))
  const first: Chunk = { start: 0, end: facts.length, heading: [], fields }
  const subject = subjectOf(fields)
  return {
    text,
    chunks: facts ? [first, ...cutIntoChunks(text, moved)] : cutIntoChunks(text, moved),
    subject,
    publishedAt: typeof fields.date === 'string' ? fields.date : null,
  }
}

type Fields = Record<string, string | number | boolean | null>

function fieldsOf(vehicle: Thing, offer: Thing | undefined): Fields {
  const price = Number(
    String(offer?.price ?? (offer?.priceSpecification as Thing | undefined)?.price ?? '').replaceAll(',', ''),
  )
  const availability = String(offer?.availability ?? '')
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
    price: Number.isFinite(price) && price > 0 ? price : null,
    currency: textOf(offer?.priceCurrency),
    sold: /SoldOut/i.test(availability)
      ? true
      : /InStock|LimitedAvailability|PreOrder/i.test(availability)
        ? false
        : null,
    date: dateOf(textOf(offer?.validThrough) ?? textOf(offer?.availabilityEnds) ?? textOf(offer?.validFrom)),
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

function factsOf(fields: Fields): string {
  const said = Object.entries(labels).flatMap(([name, label]) =>
    fields[name] === undefined ? [] : [`${label}: ${fields[name]}`],
  )
  const currency = fields.currency ?? 'USD'
  if (typeof fields.price === 'number')
    said.push(
      `${fields.sold === true ? 'Sold for' : fields.sold === false ? 'Asking price' : 'Price'} ${currency} ${fields.price.toLocaleString('en-US')}${fields.date ? ` (${fields.date})` : ''}`,
    )
  return said.join(' | ')
}

function subjectOf({ make, model, year, name }: Fields): Subject {
  const titled = /^(?:(?:18|19|20)\d\d)\s+(\S+)\s+(.+)$/.exec(String(name ?? ''))
  const made = typeof make === 'string' ? make : titled?.[1]
  const modelled = typeof model === 'string' ? model : titled?.[2]
  return {
    ...(made ? { make: made } : {}),
    ...(modelled ? { model: modelled.slice(0, 120) } : {}),
    ...(typeof year === 'number' ? { yearFrom: year, yearTo: year } : {}),
  }
}
