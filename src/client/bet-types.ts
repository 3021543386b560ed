/**
 * What each type of bet is: the one place that says so. The database's functions about types are generated from here
 * (`supabase/schemas/40_bets/05_bet_types.generated.sql`); what outcome decides a type is in `supabase/schemas/50_settlement/22_<type>.sql`.
 */
export const betTypes = {
  auction_price: {
    label: 'Hammer price',
    shape: 'price',
    fields: [['target_value'], ['low', 'high']],
    question: ['currency'],
    tolerance: { share: 0.1, least: 0 },
    baseline: 0.2144063404133266, // app.expected_kernel_loss of ln 1.1 / Phi^-1(0.625)
  },
  value_milestone: {
    label: 'Worth at least',
    shape: 'milestone',
    fields: [['target_value', 'by_date']],
    question: ['currency', 'target', 'day'],
    tolerance: { share: 0, least: 0 },
    baseline: 0.25,
  },
  completion_date: {
    label: 'Build complete',
    shape: 'day',
    fields: [['by_date'], ['date']],
    question: [],
    tolerance: { share: 0.1, least: 0 },
    baseline: 1 / 6,
  },
  next_mod_value: {
    label: 'Next modification',
    shape: 'change',
    fields: [['modification', 'target_value']],
    question: ['currency', 'modification'],
    tolerance: { share: 0.1, least: 250 },
    baseline: 0.13098905943435052, // app.expected_kernel_loss of a standard deviation of 1,000
  },
} as const satisfies Record<string, BetTypeFacts>

export type BetType = keyof typeof betTypes

export const betTypeNames = Object.keys(betTypes) as BetType[]

export type BetTypeFacts = {
  /** What people read. */
  label: string
  shape: Shape
  /** Sets of fields that a prediction may have; the first is the usual one. */
  fields: readonly (readonly string[])[]
  /** What tells its questions apart, in this order. */
  question: readonly ('currency' | 'target' | 'day' | 'modification')[]
  /** A claim comes true within this share of its number, and within `least` at least. */
  tolerance: { share: number; least: number }
  /** The expected loss of the forecast that skill is measured against. */
  baseline: number
}

/** What a prediction is about: reaching an amount by a day, an amount above zero, an amount of either sign, a day. */
export type Shape = keyof typeof shapes

/**
 * How each shape is forecast and scored. The grid is even in u: ln x, or asinh (x / unit), which is even near zero and logarithmic far
 * from it; a day counts from the crowd's anchor. `from` and `to` are money, or days since 1970.
 */
export const shapes = {
  milestone: { family: 'bernoulli', grid: { scale: 'log', step: 0.01, from: 1, to: 1e9 } },
  price: { family: 'lognormal', grid: { scale: 'log', step: 0.01, from: 1, to: 1e9 } },
  change: { family: 'normal', grid: { scale: 'asinh', unit: 100, step: 0.01, from: -1e9, to: 1e9 } },
  day: { family: 'lognormal', grid: { scale: 'asinh', unit: 14, step: 0.005, from: 10957, to: 47846, anchored: true } },
} as const satisfies Record<string, ShapeFacts>

export type ShapeFacts = {
  family: 'bernoulli' | 'normal' | 'lognormal'
  grid: { scale: 'log' | 'asinh'; unit?: number; step: number; from: number; to: number; anchored?: boolean }
}
