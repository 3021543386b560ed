import type { Scheme } from '../identity.ts'
import { inRanges, type Range } from './ranges.ts'

const source =
  'BMW Mobile Tradition, BMW Profiles: The BMW 02 Series; BMW AG production lists of chassis numbers (seven digits: three of the range, four in sequence)'

/** Few ranges, none of them compared with the lists yet; a number outside them is an unknown scheme. */
const ranges: Range[] = [
  [2760001, 2764522, '2002 tii (US)', 1972, 1973, '2.0 four, Kugelfischer injection'],
  [2780001, 2782928, '2002 tii (US)', 1974, 1974, '2.0 four, Kugelfischer injection'],
  [4290001, 4291672, '2002 turbo', 1973, 1975, '2.0 four, turbo'],
  [2211001, 2211169, '3.0 CSL', 1971, 1972, '3.0 six, carburettors'],
  [2285001, 2285500, '3.0 CSL (right-hand drive)', 1972, 1973, '3.0 six, injection'],
  [2275001, 2275110, '3.0 CSL', 1973, 1974, '3.2 six, injection'],
  [4355001, 4355057, '3.0 CSL', 1974, 1975, '3.2 six, injection'],
  [4301001, 4301460, 'M1', 1978, 1981, '3.5 six (M88)'],
]

export const bmw: Scheme = (number) => (/^\d{7}$/.test(number) ? inRanges(ranges, number, 'BMW', source, 3) : [])
