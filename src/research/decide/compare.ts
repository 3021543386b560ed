import { tyreSize } from '../readers/trim.ts'
import { isSameWheel } from '../readers/wheels.ts'
import type { Qualifiers, Reading } from '../types.ts'

/** Whether two readings say the same, as far as either was printed. */
export function isSameValue(a: Reading, b: Reading): boolean {
  const [x, y] = [a.canonical.value, b.canonical.value]
  if (typeof x === 'string' || typeof y === 'string') return isSameText(a.spec, String(x), String(y))
  if (a.canonical.unit !== b.canonical.unit) return false
  const [low, high] = [ends(x), ends(y)]
  const room = a.unit === b.unit ? Math.max(a.slack, b.slack) : a.slack + b.slack
  return low.low - high.high <= room * 1.000001 && high.low - low.high <= room * 1.000001
}

const ends = (value: number | { low: number; high: number }) =>
  typeof value === 'number' ? { low: value, high: value } : value

function isSameText(spec: string, a: string, b: string): boolean {
  if (spec === 'tires') return tyreSize(a) === tyreSize(b)
  if (spec === 'wheels') return isSameWheel(a, b)
  const [x, y] = [plain(a), plain(b)]
  if (x === y) return true
  if (spec === 'paint' || spec === 'trim_code')
    return (code(a) !== '' && code(a) === code(b)) || x.endsWith(` ${y}`) || y.endsWith(` ${x}`)
  if (spec === 'engine') return (size(a) !== '' && size(a) === size(b)) || x.includes(y) || y.includes(x)
  return x.endsWith(` ${y}`) || y.endsWith(` ${x}`) || x.startsWith(`${y} `) || y.startsWith(`${x} `) // "4-speed manual" is a "manual"
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
const code = (text: string) => /^(?:[A-Z]{0,3}\d{1,4}[A-Z]?)\b/.exec(text)?.[0] ?? ''
const size = (text: string) => /\d\.\d|\d{2,4}/.exec(text)?.[0] ?? ''

/** Gross and net, two markets, two conditions, two days: values that were not measured alike do not contradict each other. */
export function areComparable(a: Reading, b: Reading): boolean {
  if (
    a.canonical.unit !== b.canonical.unit &&
    typeof a.canonical.value !== 'string' &&
    typeof b.canonical.value !== 'string'
  )
    return false
  return narrowing.every((name) => {
    const [x, y] = [a.qualifiers[name], b.qualifiers[name]]
    return x === undefined || y === undefined || x === y
  })
}

const narrowing: (keyof Qualifiers)[] = [
  'rating',
  'trim',
  'market',
  'measure',
  'condition',
  'currency',
  'transmission',
  'engine',
]
