import postgres from 'postgres'
import { migrate } from '../src/server/migrate.ts'
import { startTemporary } from '../src/server/postgres/temporary.ts'
import type { Reported } from './forecasts/honesty.ts'
import type { Size } from './forecasts/people.ts'
import type { Reading } from './forecasts/reading.ts'
import { type Found, narrowings, simulate } from './forecasts/simulation.ts'
import type { Split } from './forecasts/splitting.ts'

/** Does honesty win, does splitting an account, and does weighing people help on vehicles that no weight was earned on? */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const size = quick
    ? { forecasters: 200, training: 30, test: 20, bettorsEach: 80, asked: 30, seed: 1 }
    : { forecasters: 2000, training: 120, test: 60, bettorsEach: 200, asked: 40, seed: 20261124 }
  const embedded = await startTemporary()
  try {
    await migrate(embedded.adminUrl)
    const sql = postgres(embedded.adminUrl, { max: 4, onnotice: () => {} })
    const found = await simulate(sql, size)
    await sql.end()
    return report(size, found)
  } finally {
    await embedded.stop()
  }
}

const report = (size: Size, { readings, narrowed, honesty, splitting }: Found) => `\
${size.forecasters.toLocaleString('en')} forecasters whose errors are from 4 to 40 %, one in twelve of them wild; ${size.bettorsEach} of them on each vehicle, with stakes from 3 to 30
points. Skill comes from ${size.training} vehicles that were sold and settled.

## The crowd, on ${size.test} other vehicles

| Read as | mean error of ln(price) | mean CRPS | within the 50 % band | within the 80 % band |
|---|---|---|---|---|
${readings.map(reading).join('\n')}

## Narrowed by more and by less

Mean CRPS and the shares of prices within the 50 and the 80 % band, by \`narrowest\`.

| Vehicles | ${narrowings.map((share) => (share === 1 ? 'not narrowed' : share)).join(' | ')} |
|---|${narrowings.map(() => '---|').join('')}
${narrowed.map(({ vehicles, readings }) => `| ${vehicles} | ${readings.map(short).join(' | ')} |`).join('\n')}

## Honesty

Points that saying something else than one is right to say won more than honesty did, for a stake of 100, on ${size.asked} of the sold vehicles.

| Says | gain | standard error | bets |
|---|---|---|---|
${honesty.map(said).join('\n')}

## Splitting an account

The same claims once more, the stakes shared out among several accounts; points that they won more than the one account did.

| Accounts | bets | greatest gain | average gain |
|---|---|---|---|
${splitting.map(split).join('\n')}`

const share = (value: number | null) => (value === null ? '' : `${Math.round(value * 100)} %`)

const reading = ({ name, error, crps, within50, within80 }: Reading) =>
  `| ${name} | ${error.toFixed(4)} | ${crps.toFixed(4)} | ${share(within50)} | ${share(within80)} |`

const short = ({ crps, within50, within80 }: Reading) => `${crps.toFixed(4)}, ${share(within50)}, ${share(within80)}`

const said = ({ name, gain, standardError, bets }: Reported) =>
  `| ${name} | ${gain.toFixed(3)} | ${standardError.toFixed(3)} | ${bets.toLocaleString('en')} |`

const split = ({ accounts, bets, greatest, average }: Split) =>
  `| ${accounts} | ${bets} | ${greatest.toFixed(2)} | ${average.toFixed(5)} |`
