import type { Car, Qualifiers } from '../types.ts'
import { modelKey } from './cars.ts'

const bodies: [name: string, pattern: RegExp][] = [
  ['wagon', /\b(?:station )?wagons?\b|\bestate\b|\(sw\)/i],
  ['convertible', /\bconvertibles?\b|\broadster\b|\bcabriolet\b|\bspider\b/i],
  ['four-door', /\b(?:four|4)[\s-]doors?\b/i],
  ['two-door', /\b(?:two|2)[\s-]doors?\b/i],
  ['hardtop', /\bhardtops?\b/i],
  ['fastback', /\bfastbacks?\b/i],
  ['coupe', /\bcoup[eé]s?\b/i],
  ['sedan', /\bsedans?\b|\bsaloons?\b/i],
  ['pickup', /\bpick-?ups?\b/i],
]
const exclusive = new Set(['wagon', 'convertible', 'pickup', 'coupe', 'fastback', 'sedan', 'hardtop'])
const trims =
  /(?<![\w-])(?<trim>R\/T|Z\/?28|AAR|T\/A|Gran Coupe|tii|Superbird|LS6|L78|Boss \d{3}|Mach 1|Shelby|Judge|SSS|SS|turbo|standard (?=[A-Z]))(?![\w-])/

/**
 * What narrows a value near it: body, trim, market. Null where the car is known to be another: a wagon's weight is not the
 * sedan's. What the car leaves open becomes a qualifier.
 */
export function narrowing(car: Car, words: string): Qualifiers | null {
  const own = `${car.model ?? ''} ${car.trim ?? ''}`
  const said = bodies.filter(([, pattern]) => pattern.test(words)).map(([name]) => name)
  const body = said.find((name) => exclusive.has(name)) ?? said[0]
  const ownBodies = bodies.filter(([, pattern]) => pattern.test(own)).map(([name]) => name)
  const ownExclusive = ownBodies.find((name) => exclusive.has(name))
  if (body && exclusive.has(body) && ownExclusive && ownExclusive !== body) return null
  const trim = trims.exec(words)?.groups?.trim
  const isOwnTrim = trim !== undefined && modelKey(own).includes(modelKey(trim))
  if (trim && car.trim && !isOwnTrim) return null
  const open = [body && !ownBodies.includes(body) ? body : '', trim && !isOwnTrim ? trim : ''].filter(Boolean).join(' ')
  return { ...marketOf(words), ...(open ? { trim: open } : {}) }
}

const markets: [name: string, pattern: RegExp][] = [
  ['US', /\bU\.?S\.?A?\.?[\s-](?:market|spec|version|models?|cars)|\bthe US market\b/],
  ['Europe', /\bEurope(?:an)?[\s-](?:market|spec|version|models?|cars)/i],
  ['Japan', /\b(?:Japanese|home)[\s-]market/i],
  ['California', /\bCalifornia[\s-](?:cars|models|emissions|spec)/i],
  ['Canada', /\bCanadian (?:cars|models|market)/i],
]

function marketOf(words: string): Qualifiers {
  const market = markets.find(([, pattern]) => pattern.test(words))?.[0]
  return market ? { market } : {}
}
