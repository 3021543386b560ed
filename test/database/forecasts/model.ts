import type { Sql } from 'postgres'

// The rules of forecast and sentiment a second time, straight from the bets: no grid, no sums that are kept.

export type BetRow = {
  user_id: string
  bet_type: string
  question: string
  round: number
  prediction: Record<string, number | string>
  currency: string
  confidence: number
  status: string
  late: boolean
  by_owner: boolean
  placed: number
  shuts: number | null
  settled: boolean
  skill_weight: number
}
type Component = { family: 'lognormal' | 'normal'; origin: number; location: number; scale: number; weight: number }

/** The settings as they are unless an operator changes them. */
const halfLifeDays = 120
const priorPeople = 0.5
const priorSpread = 1
const narrowest = 0.667
const tolerance = 0.1

export async function betsOn(sql: Sql, vehicle: { id: string }): Promise<BetRow[]> {
  const rows = await sql<BetRow[]>`
    select b.user_id, b.bet_type, b.question, b.round, b.prediction, b.currency, b.confidence_percent::float8 as confidence,
           b.status, b.late, b.by_owner, extract(epoch from b.created_at)::float8 as placed,
           extract(epoch from least(q.closed_at, q.outcome_known_at))::float8 as shuts, q.settled_at is not null as settled,
           coalesce(f.weight, 1) as skill_weight
    from vehicle_bets b
    left join bet_questions q using (vehicle_id, question, round)
    left join app.forecasters f on f.user_id = b.user_id
    where b.vehicle_id = ${vehicle.id} order by b.created_at, b.id`
  return [...rows]
}

const counts = (bet: BetRow) =>
  bet.status !== 'cancelled' && !bet.late && !bet.by_owner && (bet.shuts === null || bet.placed < bet.shuts)

/** The normal distribution by its series about zero, and by a continued fraction in the tails. */
export function normalCdf(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  if (Math.abs(z) > 5) {
    let fraction = 0
    for (let n = 60; n > 0; n--) fraction = n / (Math.abs(z) + fraction)
    const tail = density / (Math.abs(z) + fraction)
    return z < 0 ? tail : 1 - tail
  }
  let term = z
  let sum = z
  for (let n = 1; n < 120; n++) {
    term *= (z * z) / (2 * n + 1)
    sum += term
  }
  return 0.5 + density * sum
}

/** Where a rising function reaches `p`. */
export function solve(f: (x: number) => number, p: number, low: number, high: number): number {
  let [from, to] = [low, high]
  for (let i = 0; i < 80; i++) {
    const middle = (from + to) / 2
    if (f(middle) < p) from = middle
    else to = middle
  }
  return (from + to) / 2
}

const day = (text: unknown) => Date.parse(`${text}T00:00:00Z`) / 86_400_000

function component(bet: BetRow): Component {
  const c = Math.min(Math.max(bet.confidence / 100, 0.01), 0.99)
  const z = solve(normalCdf, (1 + c) / 2, 0, 6)
  const weight = bet.skill_weight * 2 ** ((bet.placed - Date.UTC(2025, 0, 1) / 1000) / 86_400 / halfLifeDays)
  const number = Number(bet.prediction.target_value)
  if (bet.bet_type === 'next_mod_value') {
    const half = Math.max(tolerance * Math.abs(number), 250)
    return { family: 'normal', origin: 0, location: number, scale: half / z, weight }
  }
  const scale = Math.log(1 + tolerance) / z
  if (bet.bet_type === 'completion_date') {
    const origin = Math.floor(bet.placed / 86_400)
    const days = Math.max(day(bet.prediction.by_date ?? bet.prediction.date) - origin, 0.5)
    return { family: 'lognormal', origin, location: Math.log(days), scale, weight }
  }
  if (bet.prediction.low === undefined)
    return { family: 'lognormal', origin: 0, location: Math.log(number), scale, weight }
  const [low, high] = [Math.log(Number(bet.prediction.low)), Math.log(Number(bet.prediction.high))]
  return { family: 'lognormal', origin: 0, location: (low + high) / 2, scale: (high - low) / 2 / z, weight }
}

const below = ({ family, origin, location, scale }: Component, x: number) => {
  if (family === 'normal') return normalCdf((x - location) / scale)
  return x <= origin ? 0 : normalCdf((Math.log(x - origin) - location) / scale)
}

export type ExpectedCurve = {
  people: number
  topic: string
  round: number
  agreement: number
  cdf: (x: number) => number
}

/** The mixture for the question and round that is shown: the latest round of the topic with the most people. */
export function expectedCurve(bets: BetRow[], type: string, anchor: number): ExpectedCurve | null {
  const counted = bets.filter((bet) => bet.bet_type === type && counts(bet))
  const byRound = Map.groupBy(counted, (bet) => `${bet.question}|${bet.round}`)
  const most = [...byRound].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))[0]
  if (!most) return null
  const topic = most[1][0]?.question ?? ''
  const round = Math.max(...counted.filter((bet) => bet.question === topic).map((bet) => bet.round))
  const shown = byRound.get(`${topic}|${round}`) ?? []

  const parts = shown.map(component)
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  const effective = total ** 2 / parts.reduce((sum, { weight }) => sum + weight ** 2, 0)
  const crowd = (x: number) => parts.reduce((sum, part) => sum + part.weight * below(part, x), 0) / total
  const { to: toScale, from: fromScale } = scaleOf(type, anchor)
  const [low, high] = type === 'auction_price' ? [1, 1e9] : type === 'completion_date' ? [10_957, 47_846] : [-1e9, 1e9]
  const middle = toScale(solve(crowd, 0.5, low, high))
  const mixed = (x: number) =>
    (effective * crowd(x) + priorPeople * normalCdf((toScale(x) - middle) / priorSpread)) / (effective + priorPeople)

  let [own, whole] = [0, 0]
  for (let u = toScale(low); u < toScale(high); u += 0.004) {
    const all = parts.map((part) => below(part, fromScale(u)))
    own += parts.reduce((sum, { weight }, n) => sum + (weight * doubt(all[n] ?? 0)) / total, 0)
    whole += doubt(parts.reduce((sum, { weight }, n) => sum + (weight * (all[n] ?? 0)) / total, 0))
  }
  const agreement = Math.min(own / whole, 1)
  const share = Math.min(Math.max(2 * agreement - 1, 1 / Math.sqrt(2 * effective - 1), narrowest), 1)
  const cdf = (x: number) => {
    const [p, q] = [mixed(x) ** (1 / share), (1 - mixed(x)) ** (1 / share)]
    return p / (p + q)
  }
  return { people: shown.length, topic, round, agreement, cdf }
}

const doubt = (p: number) => p * (1 - p)

type Scale = { to: (x: number) => number; from: (u: number) => number }

function scaleOf(type: string, anchor: number): Scale {
  if (type === 'auction_price') return { to: Math.log, from: Math.exp }
  const [zero, unit] = type === 'completion_date' ? [anchor, 14] : [0, 100]
  return { to: (x) => Math.asinh((x - zero) / unit), from: (u) => zero + unit * Math.sinh(u) }
}

export type ExpectedMilestone = { target: number; people: number; said: number; probability: number }

/** Milestones of targets that are well apart, joined by the max-min formula for the isotonic fit (Barlow et al., 1972). */
export function expectedMilestones(bets: BetRow[]): { people: number; points: ExpectedMilestone[] } {
  const counted = bets.filter((bet) => bet.bet_type === 'value_milestone' && counts(bet) && !bet.settled)
  const byTarget = [...Map.groupBy(counted, (bet) => Number(bet.prediction.target_value))].sort(([a], [b]) => a - b)
  const raw = byTarget.map(([target, group]) => {
    const weights = group.map((bet) => component({ ...bet, bet_type: 'auction_price' }).weight)
    const total = weights.reduce((a, b) => a + b, 0)
    const effective = total ** 2 / weights.reduce((sum, weight) => sum + weight ** 2, 0)
    const said = group.reduce((sum, bet, n) => sum + (weights[n] ?? 0) * clip(bet.confidence / 100), 0) / total
    return { target, people: group.length, said, weight: effective + priorPeople, effective }
  })
  const level = (from: number, to: number) => {
    const block = raw.slice(from, to + 1)
    const weight = block.reduce((sum, each) => sum + each.weight, 0)
    return block.reduce((sum, { said, effective }) => sum + said * effective + priorPeople / 2, 0) / weight
  }
  const points = raw.map(({ target, people, said }, i) => {
    const lows = Array.from({ length: i + 1 }, (_, from) =>
      Math.max(...Array.from({ length: raw.length - i }, (_, n) => level(from, i + n))),
    )
    return { target, people, said, probability: Math.min(...lows) }
  })
  return { people: new Set(counted.map((bet) => bet.user_id)).size, points }
}

const clip = (p: number) => Math.min(Math.max(p, 0.01), 0.99)

/** What the request's view is to say of a type. */
export function expectedSentiment(bets: BetRow[], type: string) {
  const counted = bets.filter((bet) => bet.bet_type === type && bet.status !== 'cancelled')
  const people = [...Map.groupBy(counted, (bet) => bet.user_id).values()].map((group) => ({
    bets: group.length,
    confidence: mean(group.map((bet) => bet.confidence)),
    value: type === 'completion_date' ? null : mean(group.map(namedValue)),
  }))
  const values = people.flatMap(({ value }) => value ?? []).sort((a, b) => a - b)
  const quantile = (p: number) => {
    const at = p * (values.length - 1)
    const [low, high] = [values[Math.floor(at)], values[Math.ceil(at)]]
    return low === undefined || high === undefined ? null : low + (high - low) * (at - Math.floor(at))
  }
  return {
    bets: counted.length,
    people: people.length,
    confidence: mean(people.map((each) => each.confidence)),
    value: values.length > 0 ? mean(values) : null,
    quantiles: [0.1, 0.25, 0.5, 0.75, 0.9].map(quantile),
  }
}

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
const namedValue = ({ prediction }: BetRow) =>
  prediction.low === undefined
    ? Number(prediction.target_value)
    : (Number(prediction.low) + Number(prediction.high)) / 2
