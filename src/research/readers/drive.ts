import { parseNumber, wordNumber } from '../text/numbers.ts'
import { ratios } from './engine.ts'
import { labelledNumbers, pairs } from './labelled.ts'
import { type Hit, inside, moved, type Reader } from './reader.ts'

/** Final drive ratios: `3.23:1`, `3.55 axle`; never a gear's own. */
export const axleRatio: Reader = (context) => {
  const sentence = inside(context)
  const near = (start: number, end: number) =>
    `${sentence.slice(Math.max(0, start - 60), start)} ${sentence.slice(end, end + 30)}`
  const axle = /\b(?:axle|rear[\s-]end|final drive|differential|ring and pinion|sure[\s-]grip|posi\w*|gears?|rear)\b/i
  const hits: Hit[] = ratios(sentence)
    .filter(
      ({ value, start, end }) =>
        value >= 2 &&
        value <= 6.5 &&
        axle.test(near(start, end)) &&
        !/\b(?:first|second|third|fourth|low|reverse|steering|compression)\b/i.test(near(start, end)),
    )
    .map((hit) => ({ ...hit, unit: ':1' }))
  for (const match of sentence.matchAll(
    /(?<![\w.,$])([2-6]\.\d{1,2})(?=[\s-]+(?:rear\s+)?(?:axle|gears?|rear|final|differential|ratio|sure[\s-]grip|posi))/gi,
  )) {
    const number = parseNumber(match[1] ?? '')
    if (number && !hits.some((hit) => hit.start <= match.index && hit.end >= match.index))
      hits.push({ start: match.index, end: match.index + match[0].length, ...number, unit: ':1' })
  }
  for (const match of sentence.matchAll(spoken)) {
    const { whole = '', mark = '', part = '', plural = '' } = match.groups ?? {}
    if ((mark === '.') !== (plural !== '')) continue
    if (!plural && !axle.test(sentence.slice(match.index + match[0].length, match.index + match[0].length + 24)))
      continue
    if (!axle.test(near(match.index, match.index + match[0].length))) continue
    if (hits.some((hit) => hit.start <= match.index && hit.end >= match.index)) continue
    const value = Number(`${whole}.${part}`)
    hits.push({ start: match.index, end: match.index + match[0].length, value, unit: ':1', step: 0.01 })
  }
  for (const match of sentence.matchAll(
    /\b(?:axle|final drive|rear end) ratio\s+(?:of |is |was )?(?<n>[2-6]\.\d{1,2})(?![\d.]*\s*(?::|to\b))/gi,
  )) {
    const number = parseNumber(match.groups?.n ?? '')
    const end = match.index + match[0].length
    if (number) hits.push({ start: end - (match.groups?.n ?? '').length, end, ...number, unit: ':1' })
  }
  return [
    ...moved(context, hits),
    ...labelledNumbers(context, /^(?:(?:rear|final) )?(?:axle(?: ratio)?|(?:final )?drive ratio|final drive)\b/i, ':1'),
  ]
}

/** As people say it: `4.10s`, `3:08 gears`. */
const spoken = /(?<![\w.,:$/])(?<whole>[2-6])(?<mark>[.:])(?<part>\d{2})(?<plural>['’]?s)?(?![\w:])/g

/** Gearboxes as `4-speed manual`, `3-speed automatic`; a name beside it (TorqueFlite, A833) is part of the quote, not of the value. */
export const transmission: Reader = (context) => {
  const sentence = inside(context)
  const hits: Hit[] = []
  for (const match of sentence.matchAll(gearbox)) {
    const { n = '', kind = '', kindBefore = '' } = match.groups ?? {}
    const gears = /^\d/.test(n) ? Number(n) : wordNumber(n)
    const type = kindOf(kind || kindBefore) ?? kindOf(besides(sentence, match))
    if (!gears || gears < 2 || gears > 10 || isElse(sentence, match)) continue
    hits.push({
      start: match.index,
      end: match.index + match[0].length,
      value: type ? `${gears}-speed ${type}` : `${gears}-speed`,
      unit: null,
      step: 0,
    })
  }
  for (const [value, pattern] of boxesByName)
    for (const match of sentence.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      if (hits.some((hit) => hit.start < end + 30 && hit.end > start - 30)) continue
      hits.push({ start, end, value, unit: null, step: 0 })
    }
  for (const pair of pairs(context)) {
    if (
      !/^(?:transmission|gearbox)$/i.test(pair.label) ||
      hits.some(({ start }) => start >= pair.start && start <= pair.end)
    )
      continue
    const type = kindOf(pair.value)
    if (type) hits.push({ start: pair.start, end: pair.end, value: type, unit: null, step: 0 })
  }
  return moved(context, hits)
}

/** Gearboxes whose name says how many speeds they have, as their makers sold them. */
const boxesByName: [value: string, pattern: RegExp][] = [
  ['2-speed automatic', /\bPowerglide\b/g],
  ['3-speed manual', /\bthree[\s-]on[\s-]the[\s-]tree\b/gi],
  ['4-speed manual', /\bfour[\s-]on[\s-]the[\s-]floor\b/gi],
  [
    '3-speed automatic',
    /\b(?:TH[\s-]?(?:350|400)|Turbo[\s-]?(?:350|400)|Turbo[\s-]?Hydra-?matic(?:[\s-]?(?:350|400))?|TorqueFlite|Torqueflite|A[\s-]?727|A[\s-]?904|Cruise-O-Matic)\b/g,
  ],
  ['4-speed automatic', /\b(?:700[\s-]?R4|200[\s-]?4R|TH700|AOD)\b/g],
  ['4-speed manual', /\b(?:Muncie[\s-]M2[0-2]|A[\s-]?833)\b/g],
]

const gearbox =
  /(?<![\w.])(?:(?<kindBefore>automatic|manual)\s+(?=\w+[\s-]speed))?(?<n>\d{1,2}|two|three|four|five|six)[\s-]+speed(?:s)?(?:[\s-]+(?:(?:full[\s-]synchro\w*|close[\s-]ratio|wide[\s-]ratio|overdrive|all[\s-]synchro\w*|floor[\s-]shift\w*|column[\s-]shift\w*|borg[\s-]warner|TorqueFlite|Turbo[\s-]Hydra-?matic)[\s-,]+)*(?<kind>manual|automatic|auto|stick|gearbox|transmission|transaxle|TorqueFlite|Turbo[\s-]?Hydra-?matic))?/gi

/** The words right beside a number of speeds, up to the next one. */
function besides(sentence: string, { 0: match, index }: RegExpExecArray): string {
  const after =
    sentence.slice(index + match.length, index + match.length + 40).split(/[,;]|\bor\b|\band\b|speed/i)[0] ?? ''
  const before =
    sentence
      .slice(Math.max(0, index - 30), index)
      .split(/[,;]|\bor\b|\band\b|speed/i)
      .at(-1) ?? ''
  return `${after} | ${before}`
}

/** Bicycles aside: wipers, heaters, fans and rear axles have speeds too. */
const isElse = (sentence: string, { 0: match, index }: RegExpExecArray) =>
  /^[\s-]*(?:wipers?|heater|fan|blower|axle|rear axle|transfer case|record)/i.test(
    sentence.slice(index + match.length, index + match.length + 24),
  )

function kindOf(words: string): 'manual' | 'automatic' | null {
  if (/\b(?:automatic|auto|TorqueFlite|Turbo[\s-]?Hydra-?matic|Powerglide|Cruise-O-Matic|C[46]|TH\d{3})\b/i.test(words))
    return 'automatic'
  if (/\b(?:manual|stick|synchro\w*|gearbox|Muncie|A[\s-]?833|T-?10|Toploader)\b/i.test(words)) return 'manual'
  return null
}

export const drivetrain: Reader = (context) => {
  const sentence = inside(context)
  const hits: Hit[] = drives.flatMap(([value, pattern]) =>
    [...sentence.matchAll(pattern)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      value,
      unit: null,
      step: 0,
    })),
  )
  return moved(context, hits)
}

const drives: [string, RegExp][] = [
  ['rear-wheel drive', /\brear[\s-]wheel[\s-]drive\b|\bRWD\b|\bdrives? the rear wheels\b/gi],
  ['front-wheel drive', /\bfront[\s-]wheel[\s-]drive\b|\bFWD\b|\bdrives? the front wheels\b/gi],
  ['four-wheel drive', /\b(?:four|4)[\s-]wheel[\s-]drive\b|\b4\s?[x×]\s?4\b|\b4WD\b/gi],
  ['all-wheel drive', /\ball[\s-]wheel[\s-]drive\b|\bAWD\b/gi],
]
