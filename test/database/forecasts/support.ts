import type { SupabaseClient } from '@supabase/supabase-js'
import type { Sql } from 'postgres'
import { expect } from 'vitest'
import { byHand } from '../../support/by-hand.ts'

export type Forecast = {
  people: number
  mean: number | string | null
  quantiles: Record<'p05' | 'p10' | 'p25' | 'p50' | 'p75' | 'p90' | 'p95', number | string | null>
  curve: [number | string, number][]
  agreement: number | null
  as_of: string
  movement: [string, ...unknown[]][]
  contradictions: Record<string, unknown>[]
  topic: string | null
  round: number | null
}

type Asked = { modification?: string; currency?: string }

export async function forecast(
  client: SupabaseClient,
  vehicle: { id: string },
  bet_type: string,
  asked: Asked = {},
): Promise<Forecast> {
  const { data, error } = await client.rpc('vehicle_forecast', { vehicle_id: vehicle.id, bet_type, ...asked })
  expect(error).toBeNull()
  return data
}

/** The forecast without the moment it was read. */
export async function timeless(...asked: Parameters<typeof forecast>): Promise<Omit<Forecast, 'as_of'>> {
  const { as_of: _, ...rest } = await forecast(...asked)
  return rest
}

/** Works all marks off, beside the server's own job. */
export async function foldAll(sql: Sql): Promise<void> {
  for (;;) {
    await byHand(sql, 'fold_bets')
    const [left] = await sql`
      select (select count(*) from app.bet_changes)::int + (select count(*) from app.forecaster_changes)::int as n`
    if (left?.n === 0) return
  }
}

export const priceBet = (target_value: number, confidence_percent = 60) => ({
  bet_type: 'auction_price',
  prediction: { target_value },
  confidence_percent,
})
