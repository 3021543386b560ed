import type { Sql, TransactionSql } from 'postgres'
import type { CarId } from './facts.ts'
import { addMovement } from './movement.ts'
import { type Bet, price } from './opinions.ts'
import { addPast } from './past.ts'
import { joel, others } from './people.ts'
import { addPeople } from './seed.ts'

/** How many of the others say yes and no, in the order of their list; the estimates go round. Made up for the demo. */
type Crowd = { yes: number; no: number; estimates: number[]; bets?: Bet[] }

const crowds: Partial<Record<CarId, Crowd>> = {
  cuda: {
    ...{ yes: 9, no: 2, estimates: [56500, 62000, 59000, 54000, 63500] },
    bets: others
      .slice(0, 8)
      .map((by, n) => price(by, 50000 + 1500 * ((n * 5) % 8), 61000 + 1500 * ((n * 3) % 8), 55 + 5 * (n % 5))),
  },
  chevelle: { yes: 5, no: 4, estimates: [30500, 28000, 33000] },
  d510: { yes: 8, no: 1, estimates: [20500, 18500, 23000] },
  bmw: { yes: 3, no: 4, estimates: [25500, 27000] },
  d510w: { yes: 11, no: 1, estimates: [15500, 16500, 14500, 17500] },
}

/** More people than those who talk: two cars become ready for auction, and what was claimed weeks ago is settled. */
export async function addCrowd(sql: Sql): Promise<void> {
  await sql.begin(async (transaction) => {
    await addPeople(transaction, others)
    for (const [car, crowd] of Object.entries(crowds)) await addVotesAndBets(transaction, car as CarId, crowd)
  })
  await sql`select app.fold_votes()` // the verdicts are there before the sale of one of them is known
  await addPast(sql)
  await addMovement(sql)
  await answerNominations(sql)
}

async function addVotesAndBets(sql: TransactionSql, car: CarId, { yes, no, estimates, bets = [] }: Crowd) {
  const [vehicle] = await sql<{ id: string }[]>`
    select vehicle_id as id from public.vehicle_images where image_url like ${`%/${car}/%`} limit 1`
  if (!vehicle) throw new Error(`The demo has no vehicle ${car}.`)
  for (const [place, { id }] of others.slice(0, yes + no).entries()) {
    const estimate = place % 3 < 2 ? (estimates[place % estimates.length] ?? null) : null
    await sql`
      insert into public.auction_votes (vehicle_id, user_id, vote, estimated_value)
      values (${vehicle.id}, ${id}, ${place < yes ? 'yes' : 'no'}, ${estimate})`
  }
  for (const [place, { by, type, prediction, confidence }] of bets.entries()) {
    await sql`
      insert into public.vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, created_at)
      values (${vehicle.id}, ${by.id}, ${type}, ${sql.json(prediction)}, ${confidence}, ${daysAgo(bets.length - place)})`
  }
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)

/** Joel sends his Datsun to auction; Mara still thinks about her 'Cuda. */
async function answerNominations(sql: Sql): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`select set_config('request.jwt.claims', ${JSON.stringify({ sub: joel.id, role: 'authenticated' })}, true)`
    await transaction`
      select public.accept_nomination(n.vehicle_id, 17500, true) from public.auction_nominations n
      where n.owner_id = ${joel.id} and n.state = 'open'`
  })
}
