import postgres from 'postgres'
import { migrate } from '../src/server/migrate.ts'
import { startTemporary } from '../src/server/postgres/temporary.ts'
import { type Result, simulate } from './forecasts/simulation.ts'

const strengths = [0, 4]

/** Does weighing people by what they have earned help on vehicles that it was not earned on? */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const size = quick
    ? { forecasters: 200, training: 30, test: 20, bettorsEach: 80, seed: 1 }
    : { forecasters: 2000, training: 120, test: 30, bettorsEach: 200, seed: 20261124 }
  const embedded = await startTemporary()
  try {
    await migrate(embedded.adminUrl)
    const sql = postgres(embedded.adminUrl, { max: 4, onnotice: () => {} })
    const results = await simulate(sql, size, strengths)
    await sql.end()
    return [
      `${size.forecasters} forecasters whose errors are from 4 to 40 %, one in twelve of them wild; ${size.bettorsEach} of them on each`,
      `vehicle. Skill comes from ${size.training} vehicles that were sold; measured on ${size.test} others.`,
      '',
      '| Read as | mean error of ln(price) | mean CRPS | within the 50 % band | within the 80 % band |',
      '|---|---|---|---|---|',
      ...results.map(line),
    ].join('\n')
  } finally {
    await embedded.stop()
  }
}

const share = (value: number | null) => (value === null ? '' : `${Math.round(value * 100)} %`)

const line = ({ name, error, crps, within50, within80 }: Result) =>
  `| ${name} | ${error.toFixed(4)} | ${crps.toFixed(4)} | ${share(within50)} | ${share(within80)} |`
