import { describe, expect, test } from 'vitest'
import { bodies } from '../../../src/plates/bodies.ts'
import { type BodyStyle, bodyFile, bodyUrl } from '../../../src/plates/body-style.ts'
import { cars } from '../../../src/plates/cars/index.ts'
import { demoCars } from '../../../src/plates/demo-cars.ts'
import { label } from '../../../src/plates/lettering.ts'
import { plate, viewsOf } from '../../../src/plates/plate.ts'
import { versionOf } from '../../../src/plates/version.ts'

const plates = cars.flatMap((car) =>
  viewsOf(car).map((view) => ({ name: `${view} of the ${car.name}`, svg: plate(view, car) })),
)

describe.each(plates)('the $name', ({ svg }) => {
  test('is a whole document without a hole in its numbers', () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 1200 800"/)
    expect(svg).not.toMatch(/NaN|undefined|null|Infinity/)
    const open: string[] = []
    for (const [, closing, name, selfClosing] of svg.matchAll(/<(\/?)([a-zA-Z]+)[^>]*?(\/?)>/g)) {
      if (closing) expect(open.pop()).toBe(name)
      else if (!selfClosing) open.push(name as string)
    }
    expect(open).toEqual([])
  })

  test('needs no font, no script and nothing from elsewhere', () => {
    expect(svg).not.toMatch(/<text|font-family|<script|<image|href=|url\((?!#)/)
  })

  test('is small', () => {
    expect(svg.length).toBeLessThan(64_000)
  })

  test('refers only to what it defines', () => {
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id)
  })
})

test('side elevations share one scale: the drawn length is the real length', () => {
  for (const car of cars) {
    const drawn = plate('side', car)
    const [, nose, tail] = /M(\d+(?:\.\d)?) 700L(\d+(?:\.\d)?) 700/.exec(drawn) ?? []
    expect(Number(tail) - Number(nose), car.name).toBeCloseTo(car.length * 0.2, 0)
  }
})

test('another ground, a part of the plate and wider stations can be asked for', () => {
  const [car] = cars
  if (!car) throw new Error('There are no cars.')
  expect(plate('side', car, { ground: 'night' })).toContain('#14191B')
  expect(plate('side', car, { view: '0 96 1200 600' })).toContain('viewBox="0 96 1200 600"')
  expect(plate('lines', car, { step: 248 }).length).toBeLessThan(plate('lines', car).length)
})

test('a letter that the plates have no outline for is an error that says where to add it', () => {
  expect(() => label(0, 0, 'Ж')).toThrow('The face label has no "Ж"; add it in scripts/generate-type.ts and run that.')
})

test('the demo has a caption, a description and a size for every plate, and never two photos at one address', () => {
  const photos = demoCars.flatMap((car) => car.photos)
  for (const photo of photos) {
    expect(photo.caption.length).toBeLessThanOrEqual(500)
    expect(photo.altText).toMatch(/^Drawing: \d{4} /)
    expect(photo).toMatchObject({ width: 1200, height: 800 })
  }
  expect(new Set(photos.map(({ url }) => url)).size).toBe(photos.length)
  expect(photos.map(({ url }) => url.split('?')[0])).toContain('/plates/cuda/side.svg')
})

test.each(Object.entries(bodies) as [BodyStyle, (typeof bodies)['coupe']][])(
  'the address of the %s that stands for a car without photos carries the version of its drawing',
  (style, car) => {
    expect(bodyUrl(style)).toBe(`${bodyFile(style)}?v=${versionOf(plate('side', car))}`)
  },
)
