import { createHash } from 'node:crypto'
import type { Sql, TransactionSql } from 'postgres'
import type { CarId } from './facts.ts'
import { numbersFrom } from './numbers.ts'
import { others, people } from './people.ts'

/** What the demo's members claimed weeks ago, and how it came out. All of it made up for the demo, and its evidence says so. */

type Claim = { prediction: Record<string, string | number>; confidence: number }
type Event = {
  car: CarId
  type: 'auction_price' | 'value_milestone' | 'completion_date' | 'next_mod_value'
  /** A claim made `ago` days ago by somebody whose guesses are off by `spread`, as a share; `luck` is about normal. */
  claim: (spread: number, luck: number, ago: number) => Claim
  outcome: { kind: string; value?: number; sold?: boolean; modification?: string; daysAgo: number; words: string }
}

const dayMs = 86_400_000
const dayFrom = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)
const rounded = (value: number, to: number) => Math.round(value / to) * to
const percent = (share: number) => Math.round(100 * Math.min(Math.max(share, 0.06), 0.94))
/** Who is off by less is surer to be within ten per cent. */
const sure = (spread: number) => percent(1.05 - 2.2 * spread)

const gearbox = 'Five-speed gearbox'

const events: Event[] = [
  {
    car: 'd510w',
    type: 'auction_price',
    claim: (spread, luck) => ({
      prediction: { target_value: rounded(15800 * Math.exp(spread * luck), 100) },
      confidence: sure(spread),
    }),
    outcome: { kind: 'auction_result', value: 15800, sold: true, daysAgo: 2, words: 'The wagon sold for $15,800.' },
  },
  {
    car: 'chevelle',
    type: 'value_milestone',
    claim: (spread, luck) => ({
      prediction: { target_value: 30000, by_date: dayFrom(40) },
      confidence: percent(0.72 - 0.5 * spread + 0.3 * spread * luck),
    }),
    outcome: { kind: 'appraisal', value: 31500, daysAgo: 5, words: 'Appraised at $31,500.' },
  },
  {
    car: 'bmw',
    type: 'completion_date',
    claim: (spread, luck, ago) => ({
      prediction: { by_date: dayFrom(Math.max(Math.round(110 * spread * luck) - 6, 3 - ago)) },
      confidence: sure(spread),
    }),
    outcome: { kind: 'build_completed', daysAgo: 6, words: 'The dash is back in and every dial works.' },
  },
  {
    car: 'd510',
    type: 'next_mod_value',
    claim: (spread, luck) => ({
      prediction: { modification: gearbox, target_value: rounded(1800 * (1 + 1.5 * spread * luck), 50) },
      confidence: sure(spread / 1.5),
    }),
    outcome: {
      ...{ kind: 'modification_value', value: 1800, modification: gearbox, daysAgo: 9 },
      words: 'The gearbox added $1,800 to the value.',
    },
  },
]

/** Claims of six weeks ago to last week, answered and settled by the database as any others. */
export async function addPast(sql: Sql): Promise<void> {
  await sql.begin(async (transaction) => {
    for (const [place, event] of events.entries()) await addEvent(transaction, event, numbersFrom(20_251 + place))
    await transaction`
      update public.bet_questions q set created_at = b.first
      from (select vehicle_id, question, min(created_at) as first from public.vehicle_bets group by 1, 2) b
      where q.vehicle_id = b.vehicle_id and q.question = b.question`
    await transaction`update public.bet_questions set final_at = now() where state = 'proposed'`
  })
  await sql`select public.settle_due(), app.tend_auctions(), app.fold_standings(), app.fold_bets()`
}

async function addEvent(sql: TransactionSql, event: Event, random: () => number): Promise<void> {
  const { car, type, claim, outcome } = event
  const [vehicle] = await sql<{ id: string; user_id: string }[]>`
    select v.id, v.user_id from public.vehicles v join public.vehicle_images i on i.vehicle_id = v.id
    where i.image_url like ${`%/${car}/%`} limit 1`
  if (!vehicle) throw new Error(`The demo has no vehicle ${car}.`)
  for (const [place, person] of [...people, ...others].entries()) {
    if (person.id === vehicle.user_id || random() < 0.25) continue
    const spread = 0.04 + 0.33 * ((place * 0.618_034) % 1)
    const luck = (random() + random() + random() - 1.5) * 2
    const ago = Math.round(12 + 28 * random())
    const { prediction, confidence } = claim(spread, luck, ago)
    const stake = 10 * Math.round(2 + 10 * random())
    const placed = new Date(Date.now() - ago * dayMs)
    await sql`
      insert into public.vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount, created_at)
      values (${vehicle.id}, ${person.id}, ${type}, ${sql.json(prediction)}, ${confidence}, ${stake}, ${placed})`
  }
  const occurred = new Date(Date.now() - outcome.daysAgo * dayMs)
  const quote = `Made up for the demo: ${outcome.words}`
  const evidence = {
    who: 'The demo',
    when: occurred.toISOString().slice(0, 10),
    quote,
    document_hash: createHash('sha256').update(quote).digest('hex'),
  }
  const { kind, value = null, sold = null, modification = null } = outcome
  await sql`
    insert into public.vehicle_outcomes (vehicle_id, kind, value, sold, modification, occurred_at, known_at, evidence, reported_by)
    values (${vehicle.id}, ${kind}, ${value}, ${sold}, ${modification}, ${occurred}, now(), ${sql.json(evidence)}, null)`
}
