import { randomUUID } from 'node:crypto'
import type { Sql, TransactionSql } from 'postgres'
import { addAccounts, asDrawn, asIf, mean, place, sell } from './market.ts'
import type { Drawn } from './people.ts'

/** Of people who split, over all bets of theirs: what several accounts won more than one, in points. */
export type Split = { accounts: number; bets: number; greatest: number; average: number }

const numbers = [2, 3, 5, 10]

/** One in ten people bets on the same vehicles once more, with the same claims and stakes shared out among several accounts. */
export async function splitting(sql: Sql, drawn: Drawn[]): Promise<Split[]> {
  const people = [...new Set(drawn.flatMap(({ bets }) => bets.map(({ person }) => person.id)))]
  const accounts = new Map<string, string[]>(
    people
      .filter((_, n) => n % 10 === 0)
      .map((id, n) => [id, Array.from({ length: numbers[n % 4] ?? 2 }, () => randomUUID())]),
  )
  const owner = new Map<string, string>(
    [...accounts].flatMap(([id, own]) => own.map((account): [string, string] => [account, id])),
  )
  const again = drawn.map((vehicle) => ({ ...vehicle, id: randomUUID() }))
  const one = await won(sql, drawn, (account) => account)
  const several = await asIf(sql, async (tx) => {
    await addAccounts(tx, [...owner.keys()])
    await place(tx, again, (vehicle) =>
      asDrawn(vehicle).flatMap((bet) => {
        const own = accounts.get(bet.account) ?? [bet.account]
        return own.map((account) => ({ ...bet, account, stake: bet.stake / own.length }))
      }),
    )
    await sell(tx, again)
    return await won(tx, again, (account) => owner.get(account) ?? account)
  })
  return numbers.map((number) => {
    const gains = drawn.flatMap(({ bets }, n) =>
      bets
        .filter(({ person }) => accounts.get(person.id)?.length === number)
        .map(({ person }) => (several[n]?.get(person.id) ?? Number.NaN) - (one[n]?.get(person.id) ?? Number.NaN)),
    )
    return { accounts: number, bets: gains.length, greatest: Math.max(...gains) / 100, average: mean(gains) / 100 }
  })
}

/** In hundredths of a point, what the ledger brought each person on each vehicle. */
async function won(
  sql: Sql | TransactionSql,
  drawn: Drawn[],
  personOf: (account: string) => string,
): Promise<Map<string, number>[]> {
  const rows = await sql<{ vehicle: string; account: string; won: number }[]>`
    select t.vehicle_id as vehicle, e.user_id as account, round(100 * sum(e.amount))::int as won
    from app.point_entries e join app.point_transfers t on t.id = e.transfer_id and t.kind = 'settled'
    where t.vehicle_id = any (${drawn.map(({ id }) => id)}::uuid[]) group by 1, 2`
  const byVehicle = Map.groupBy(rows, ({ vehicle }) => vehicle)
  return drawn.map(({ id }) => {
    const total = new Map<string, number>()
    for (const { account, won } of byVehicle.get(id) ?? [])
      total.set(personOf(account), (total.get(personOf(account)) ?? 0) + won)
    return total
  })
}
