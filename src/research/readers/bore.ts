import { numberPattern, parseNumber } from '../text/numbers.ts'
import { quantities } from '../text/quantities.ts'
import { toCanonical, unitNamed } from '../units.ts'
import { labelledNumbers } from './labelled.ts'
import { besideValue, nearest } from './nearest.ts'
import { type Context, type Hit, inside, moved, type Reader } from './reader.ts'

/** Millimetres that a cylinder of a car can be wide, and its piston can travel. */
const possible = { bore: [40, 160], stroke: [35, 200] } as const
type Part = keyof typeof possible

const isPossible = (part: Part, value: number, unit: string) => {
  const mm = toCanonical(value, unit)
  return mm >= possible[part][0] && mm <= possible[part][1]
}

/** `bore 89 mm, stroke 80 mm`, `4.04-inch bore`, and the pair `bore and stroke 4.04 x 3.31 in`. */
const partOf =
  (part: Part): Reader =>
  (context) => {
    const sentence = inside(context)
    const pair = inPairs(context).filter((hit) => hit.part === part)
    const [own, other] = part === 'bore' ? [bored, stroked] : [stroked, bored]
    const alone = quantities(sentence, 'length').filter(({ value, unit, start, end }) => {
      if (typeof value !== 'number' || !isPossible(part, value, unit)) return false
      if (nearest(sentence, start, end, own) >= Math.min(41, nearest(sentence, start, end, other))) return false
      const { before, after } = besideValue(sentence, start, end)
      return !ofElse.test(`${before} ${after}`)
    })
    const found: Hit[] = [
      ...pair,
      ...alone.filter(({ start }) => !pair.some((hit) => hit.start <= start && hit.end >= start)),
    ]
    const labelled = labelledNumbers(
      context,
      part === 'bore' ? /^(?:cylinder )?bore\b(?!.*stroke)/i : /^(?:piston )?stroke\b/i,
      'in',
    ).filter(({ value, unit }) => typeof value === 'number' && unit !== null && isPossible(part, value, unit))
    return [
      ...moved(
        context,
        found.map(({ start, end, value, unit, step }) => ({ start, end, value, unit, step })),
      ),
      ...labelled,
    ]
  }

const bored = /\b(?:bore|bohrung|alésage|alesaggio)\b/
const stroked = /\b(?:stroke|hub|course|corsa)\b/
/** Other cylinders have bores too: of brakes and carburettors; and a worn one may be bored. */
const ofElse =
  /\b(?:master cylinder|wheel cylinder|caliper|slave|carburett?ors?|throttle|barrel|venturi|oversize|bearing|wear|taper|limit|gauge|pump)\b/i

const separator = String.raw`\s*(?:[x×*]|by|&|and|/|,)\s*`
const unit = String.raw`(?:mm|cm|in(?:ch(?:es)?|s)?\b\.?|["”″])`
const pairPattern = new RegExp(
  String.raw`\b(?<first>bore|stroke)\s*(?:and|&|x|×|by|/|,)\s*(?:bore|stroke)\b(?<label>[^\d]{0,30}?)(?<a>${numberPattern})\s*-?(?<unitA>${unit})?${separator}(?<b>${numberPattern})\s*-?(?<unitB>${unit})?`,
  'gi',
)

/** Without a unit, numbers below ten are inches and those of a whole hand are millimetres: no cylinder can be both. */
function inPairs(context: Context): (Hit & { part: Part })[] {
  return [...inside(context).matchAll(pairPattern)].flatMap(({ 0: match, index, groups = {} }) => {
    const [a, b] = [parseNumber(groups.a ?? ''), parseNumber(groups.b ?? '')]
    if (!a || !b) return []
    const labelled = /\((in(?:ches)?\.?|mm|cm)\)/i.exec(groups.label ?? '')?.[1]
    const named =
      unitNamed(groups.unitB ?? groups.unitA ?? labelled ?? '') ?? (a.value < 10 && b.value < 10 ? 'in' : 'mm')
    const [first, second]: Part[] = /^b/i.test(groups.first ?? '') ? ['bore', 'stroke'] : ['stroke', 'bore']
    if (!isPossible(first as Part, a.value, named) || !isPossible(second as Part, b.value, named)) return []
    const startB = index + match.lastIndexOf(groups.b ?? '')
    const startA = index + match.indexOf(groups.a ?? '', (groups.first?.length ?? 0) + (groups.label?.length ?? 0))
    return [
      { part: first as Part, start: startA, end: startA + (groups.a?.length ?? 0), ...a, unit: named },
      { part: second as Part, start: startB, end: index + match.length, ...b, unit: named },
    ]
  })
}

export const bore = partOf('bore')
export const stroke = partOf('stroke')

/** Both, told apart by what was measured. */
export const boreAndStroke: Reader = (context) =>
  (['bore', 'stroke'] as const).flatMap((measure) =>
    (measure === 'bore' ? bore : stroke)(context).map((hit) => ({ ...hit, qualifiers: { measure } })),
  )
