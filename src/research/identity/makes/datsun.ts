import { fieldsOf, type Identity, type Scheme } from '../identity.ts'

const source =
  'Nissan Motor Co., Datsun service manuals, "Identification numbers": model code (engine, steering, body, series), then the number in sequence'

type Model = { model: string; from: number; to: number; engine?: string; numbers?: [number, number] }

const models: Record<string, Model[]> = {
  PL510: [{ model: '510', from: 1968, to: 1973, engine: 'L16' }],
  KPL510: [{ model: '510', from: 1968, to: 1973, engine: 'L16' }],
  WPL510: [{ model: '510 wagon', from: 1968, to: 1973, engine: 'L16' }],
  PL521: [{ model: '521 pickup', from: 1968, to: 1972, engine: 'L16' }],
  PL620: [{ model: '620 pickup', from: 1972, to: 1974, engine: 'L16' }],
  LB110: [{ model: '1200', from: 1971, to: 1973, engine: 'A12' }],
  KLB110: [{ model: '1200 coupe', from: 1971, to: 1973, engine: 'A12' }],
  SPL310: [{ model: '1500 roadster', from: 1963, to: 1965, engine: 'G15' }],
  SPL311: [{ model: '1600 roadster', from: 1965, to: 1970, engine: 'R16' }],
  SRL311: [{ model: '2000 roadster', from: 1967, to: 1970, engine: 'U20' }],
  HLS30: [
    { model: '240Z', from: 1970, to: 1973, engine: 'L24', numbers: [1, 199_999] },
    { model: '280Z', from: 1975, to: 1978, engine: 'L28', numbers: [200_001, 999_999] },
  ],
  HS30: [{ model: '240Z (right-hand drive)', from: 1970, to: 1974, engine: 'L24' }],
  RLS30: [{ model: '260Z', from: 1974, to: 1975, engine: 'L26' }],
  GRLS30: [{ model: '260Z 2+2', from: 1974, to: 1975, engine: 'L26' }],
  GHLS30: [{ model: '280Z 2+2', from: 1975, to: 1978, engine: 'L28' }],
  S30: [{ model: 'Fairlady Z', from: 1969, to: 1978, engine: 'L20' }],
  PS30: [{ model: 'Fairlady Z 432', from: 1969, to: 1973, engine: 'S20' }],
  PGC10: [{ model: 'Skyline 2000 GT-R', from: 1969, to: 1970, engine: 'S20' }],
  KPGC10: [{ model: 'Skyline 2000 GT-R hardtop', from: 1970, to: 1972, engine: 'S20' }],
}

/** `HLS3000021`, `PL510123456`: model code, sequence (4 to 6 digits). */
export const datsun: Scheme = (number) =>
  Object.entries(models).flatMap(([code, variants]): Identity[] => {
    const sequence = number.slice(code.length)
    if (!number.startsWith(code) || !/^\d{4,6}$/.test(sequence)) return []
    const value = Number(sequence)
    return variants
      .filter(({ numbers }) => !numbers || (value >= numbers[0] && value <= numbers[1]))
      .map(({ model, from, to, engine = null }) => ({
        make: /GC10$|^P?S30$/.test(code) ? 'Nissan' : 'Datsun',
        model,
        yearFrom: from,
        yearTo: to,
        plant: null,
        engine,
        sequence,
        fields: fieldsOf(number, [
          ['model code', code.length, model],
          ['sequence', sequence.length, null],
        ]),
        source,
      }))
  })
