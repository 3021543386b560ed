import type { Sql } from 'postgres'
import { asIf, mean } from './market.ts'
import type { Drawn, DrawnBet } from './people.ts'

/** Points that a way of reporting won more than honesty did, on the same vehicles, for a stake of 100. */
export type Reported = { name: string; gain: number; standardError: number; bets: number }

type Report = { value: number; confidence: number }
const honestly = ({ value, honest }: DrawnBet): Report => ({ value, confidence: honest })
const surer = (points: number) => (bet: DrawnBet) => ({
  value: bet.value,
  confidence: Math.min(Math.max(bet.honest + points, 1), 99),
})
const odds = (power: number) => (bet: DrawnBet) => {
  const [yes, no] = [(bet.honest / 100) ** power, (1 - bet.honest / 100) ** power]
  return { value: bet.value, confidence: (100 * yes) / (yes + no) }
}
const higher = (factor: number) => (bet: DrawnBet) => ({ value: bet.value * factor, confidence: bet.honest })

const ways: [string, (bet: DrawnBet) => Report][] = [
  ['20 points less sure', surer(-20)],
  ['10 points less sure', surer(-10)],
  ['10 points surer', surer(10)],
  ['20 points surer', surer(20)],
  ['odds squared: sure of what is likely, unsure of the rest', odds(2)],
  ['odds halved, towards 50 %', odds(0.5)],
  ['a number 5 % higher', higher(1.05)],
  ['a number 5 % lower', higher(1 / 1.05)],
]

/**
 * What honesty wins and what shading it would have won, on questions that are settled. In each of several rounds one part of those who
 * bet, and in the course of the rounds everybody, is held to have said something else than they did, and `app.payouts`, which
 * settlement books, is asked again. The wild ones believe nothing, so only the others are asked.
 */
export async function honesty(sql: Sql, drawn: Drawn[], rounds = 5): Promise<Reported[]> {
  const all = drawn.flatMap(({ id, bets }) => bets.map((bet) => ({ vehicle: id, bet })))
  const parts = Array.from({ length: rounds }, (_, n) =>
    all.filter(({ bet }, i) => !bet.person.wild && i % rounds === n),
  )
  const totals = ways.map(() => new Map<string, { gain: number; stake: number; bets: number }>())
  for (const part of parts) {
    const honest = await paid(sql, part, honestly)
    for (const [n, [, way]] of ways.entries()) {
      const shaded = await paid(sql, part, way)
      for (const { vehicle, bet } of part) {
        const key = vehicle + bet.person.id
        const total = totals[n]?.get(vehicle) ?? { gain: 0, stake: 0, bets: 0 }
        total.gain += (shaded.get(key) ?? Number.NaN) - (honest.get(key) ?? Number.NaN)
        total.stake += bet.stake
        total.bets++
        totals[n]?.set(vehicle, total)
      }
    }
  }
  return ways.map(([name], n) => {
    const each = [...(totals[n]?.values() ?? [])]
    const gains = each.map(({ gain, stake }) => (100 * gain) / stake)
    const gain = mean(gains)
    const variance = mean(gains.map((x) => (x - gain) ** 2)) * (gains.length / (gains.length - 1))
    return {
      name,
      gain,
      standardError: Math.sqrt(variance / gains.length),
      bets: each.reduce((sum, { bets }) => sum + bets, 0),
    }
  })
}

type Part = { vehicle: string; bet: DrawnBet }[]

/** Payouts by vehicle and person, had these people said so. */
async function paid(sql: Sql, part: Part, way: (bet: DrawnBet) => Report): Promise<Map<string, number>> {
  const said = part.map(({ vehicle, bet }) => ({ vehicle, person: bet.person.id, ...way(bet) }))
  return await asIf(sql, async (tx) => {
    await tx`set local session_replication_role = replica` // bets are never rewritten, otherwise
    await tx`
      update vehicle_bets b set confidence_percent = s.confidence, prediction = jsonb_build_object('target_value', s.value)
      from jsonb_to_recordset(${tx.json(said)}) s (vehicle uuid, person uuid, value numeric, confidence numeric)
      where b.vehicle_id = s.vehicle and b.user_id = s.person`
    const rows = await tx<{ key: string; payout: number }[]>`
      select q.vehicle_id::text || p.user_id as key, p.payout::float8 as payout
      from bet_questions q cross join lateral app.payouts(q, q.settled_at) p
      where q.vehicle_id = any (${[...new Set(part.map(({ vehicle }) => vehicle))]}::uuid[])`
    return new Map(rows.map(({ key, payout }) => [key, payout]))
  })
}
