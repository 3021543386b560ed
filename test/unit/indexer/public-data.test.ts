import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { readFetched } from '../../../src/indexer/connectors/index.ts'
import { readVinOffline } from '../../../src/indexer/connectors/public-data/vin.ts'
import type { Fetched, Hints, ParsedDocument } from '../../../src/indexer/document.ts'
import { publicData } from '../../../src/indexer/public-data.ts'

const hints: Hints = { kind: 'dataset', subject: {} }
const textsOf = ({ text, chunks }: ParsedDocument) => chunks.map(({ start, end }) => text.slice(start, end))

async function read(url: string, body: string, mediaType: string) {
  const bytes = new TextEncoder().encode(body)
  const fetched: Fetched = { url, mediaType, charset: null, body: bytes, headers: {}, fetchedAt: new Date(0) }
  return await readFetched(fetched, hints)
}
const fixture = async (name: string) => {
  const body = await readFile(new URL(`../../fixtures/public-data/${name}`, import.meta.url), 'utf8')
  return await read(name, body, name.endsWith('.csv') ? 'text/csv' : 'application/json')
}

describe('Answers of NHTSA', () => {
  test('a recall is a chunk, with its component, consequence and remedy, dated day first', async () => {
    const { documents, refused } = await fixture('recalls.json')
    expect(refused).toEqual([])
    const [document] = documents as [ParsedDocument]
    expect(textsOf(document)[0]).toBe(
      `Recall 87V044000 of 1987 BUICK REGAL, General Motors LLC, 1987-03-25: FUEL SYSTEM, GASOLINE:DELIVERY:HOSES, LINES/PIPING, AND FITTINGS
WRITTEN FOR TESTS. FUEL FEED HOSE MAY CRACK AT THE CLAMP.
Consequence: LEAKING FUEL COULD RESULT IN FIRE.
Remedy: REPLACE THE FUEL FEED HOSE.
Notes: OWNERS MAY CONTACT THE AGENCY'S HOTLINE.`,
    )
    expect(document.chunks[0]).toMatchObject({
      url: 'https://www.nhtsa.gov/recalls?nhtsaId=87V044000',
      publishedAt: '1987-03-25',
      subject: { make: 'Buick', model: 'Regal', yearFrom: 1987, yearTo: 1987 },
      fields: { NHTSACampaignNumber: '87V044000' },
    })
    expect(document.chunks[1]?.publishedAt, 'the 31st of February is no date').toBeUndefined()
    expect(textsOf(document)[1]).toContain('Park outside until it is repaired.')
  })

  test('a complaint is a chunk, dated month first, without the VIN of whoever complained', async () => {
    const { documents } = await fixture('complaints.json')
    const [document] = documents as [ParsedDocument]
    expect(document.chunks[0]).toMatchObject({ publishedAt: '2017-12-18', subject: { make: 'Buick', yearFrom: 1987 } })
    expect(textsOf(document)[0]).toMatch(
      /^Complaint 11055305 about 1987 BUICK REGAL.*\n.*POWERMASTER.*\nReported: crash, 1 injured$/,
    )
    expect(JSON.stringify(document)).not.toContain('1G4GJ117')
  })

  test('a VIN of vPIC is told by vehicle and engine, with the variables in its own words and nothing that it does not have', async () => {
    const { documents } = await fixture('vpic.json')
    const [document] = documents as [ParsedDocument]
    expect(document.subject).toEqual({ make: 'Buick', model: 'Regal', yearFrom: 1987, yearTo: 1987 })
    expect(document.chunks.map(({ heading }) => heading[0])).toEqual(['Vehicle', 'Engine'])
    expect(textsOf(document)[1]).toBe(
      'VIN 1G4GJ1173HP123450\nEngine Configuration: V-Shaped\nEngine Number of Cylinders: 6\nDisplacement (CC): 3800.0\n' +
        'Displacement (CI): 231.89\nDisplacement (L): 3.8\nFuel Type - Primary: Gasoline\nTurbo: Yes',
    )
    expect(document.text).not.toMatch(/Not Applicable|: \n/)
  })

  test.each([
    [
      'no recalls',
      'https://api.nhtsa.gov/recalls/recallsByVehicle?x',
      '{"Count":0,"Message":"none","results":[]}',
      'no_records',
    ],
    [
      'a VIN that vPIC does not know',
      'vpic.json',
      '{"Results":[{"VIN":"00000000000000000","Make":"","ErrorCode":"7","ErrorText":"7 - Manufacturer is not registered with NHTSA"}]}',
      'vin_not_decoded',
    ],
    ['JSON of another kind', 'a.json', '{"results":[{"name":"x"}]}', 'unknown_format'],
    ['JSON that is cut off', 'a.json', '{"results":[{"odiNumber":1', 'unknown_format'],
  ])('%s is refused with its reason', async (_, url, body, code) => {
    const { documents, refused } = await read(url, body, 'application/json')
    expect(documents).toEqual([])
    expect(refused).toEqual([expect.objectContaining({ code, reason: expect.stringMatching(/\w/) })])
  })
})

test("the EPA's table says what is known of a car, and none of its blanks", async () => {
  const { documents, refused } = await fixture('vehicles.csv')
  expect(refused).toEqual([])
  const [document] = documents as [ParsedDocument]
  expect(textsOf(document)).toEqual([
    'Year: 1985 | Make: Alfa Romeo | Model: Spider Veloce 2000 | Class: Two Seaters | Engine displacement: 2.0 L | Cylinders: 4 | Engine: (FFS) | ' +
      'Drive: Rear-Wheel Drive | Transmission: Manual 5-spd | Fuel: Regular | City: 19 mpg | Highway: 25 mpg | Combined: 21 mpg | ' +
      'Fuel cost a year: 2450 dollars | CO2: 423.1904761904762 g/mile',
    expect.stringMatching(/1987 \| Make: Buick.*Turbocharger: yes.*Gas guzzler tax: yes/),
    'Year: 2011 | Make: Nissan | Model: Leaf | Class: Midsize Cars | Drive: Front-Wheel Drive | Transmission: Automatic (A1) | Fuel: Electricity | ' +
      'Highway: 99 mpg | Combined: 101 mpg',
  ])
  expect(document.chunks[0]?.subject).toEqual({
    make: 'Alfa Romeo',
    model: 'Spider Veloce 2000',
    yearFrom: 1985,
    yearTo: 1985,
  })
})

describe('A VIN without a network', () => {
  test('gives maker, year and check digit, and says when the year sign stands for two years', () => {
    const { documents } = readVinOffline('1G4GJ1173HP123450', hints, new Date(0))
    const [document] = documents as [ParsedDocument]
    expect(textsOf(document)[0]).toContain('Make: Buick\nModel year: 1987\n')
    expect(textsOf(document)[0]).toMatch(
      /Check digit: 3 \(correct\)\nPlant: P\nSequence: 123450\nRead by 49 CFR Part 565/,
    )
    const open = readVinOffline('WP0ZZZ93ZHS000123', hints, new Date(0)).documents[0] as ParsedDocument
    expect(textsOf(open).map((text) => /Model year: (.*)/.exec(text)?.[1])).toEqual([
      '1987, or 2017: the sign stands for both',
      '2017, or 1987: the sign stands for both',
    ])
  })

  test('with a wrong check digit is refused', () => {
    expect(readVinOffline('1G4GJ1174HP123450', hints, new Date(0)).refused[0]?.code).toBe('check_digit')
  })
})

test('names of public data say what must be added to them', () => {
  expect(() => publicData('nhtsa:recalls', { make: 'Buick' })).toThrow('--years')
  expect(() => publicData('nhtsa:recalls', { make: 'Buick', model: 'Regal', yearFrom: 1900, yearTo: 1999 })).toThrow(
    '30 years',
  )
  expect(() => publicData('vpic:12', {})).toThrow('17 letters')
  expect(publicData('manual.pdf', {})).toBeNull()
  expect(
    publicData('nhtsa:recalls', { make: 'Alfa Romeo', model: 'Spider & co', yearFrom: 1985, yearTo: 1986 })?.urls,
  ).toEqual([
    'https://api.nhtsa.gov/recalls/recallsByVehicle?make=Alfa+Romeo&model=Spider+%26+co&modelYear=1985',
    'https://api.nhtsa.gov/recalls/recallsByVehicle?make=Alfa+Romeo&model=Spider+%26+co&modelYear=1986',
  ])
})
