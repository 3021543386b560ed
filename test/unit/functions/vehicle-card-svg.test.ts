import { expect, test } from 'vitest'
import type { VehicleCard } from '../../../supabase/functions/_shared/vehicle-card.ts'
import { drawVehicleCard } from '../../../supabase/functions/_shared/vehicle-card-svg.ts'

const card: VehicleCard = {
  vehicle_id: '00000000-0000-4000-8000-000000000000',
  name: '1971 Datsun PL510',
  image_url: null,
  votes: { yes: 3, no: 1, yes_percent: 75, avg_estimated_value: 42_000 },
  sentiment: [{ bet_type: 'auction_price', total_bets: 1, avg_confidence: 80, avg_predicted_value: 42_123.4 }],
}

test('a card says what people think of the vehicle', () => {
  const drawn = drawVehicleCard(card)
  expect(drawn).toContain('<title>1971 Datsun PL510: 75 % of 4 vote for auction</title>')
  expect(drawn).toContain('Hammer price')
  expect(drawn).toContain('$42,123 · 1 bet<')
  expect(drawn).toContain('width="780" height="14"')
})

test('a vehicle nobody has voted on says so', () => {
  const drawn = drawVehicleCard({ ...card, votes: { yes: 0, no: 0, yes_percent: 0, avg_estimated_value: null } })
  expect(drawn).toContain('No votes yet')
})

test('a name cannot bring markup, broken XML or an endless line', () => {
  const name = `<script>alert("1")</script> & 'co' \u0000\u001b ${'🚗'.repeat(80)}`
  const drawn = drawVehicleCard({ ...card, name })
  expect(drawn).not.toContain('<script')
  expect(drawn).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;)/)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(drawn).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  expect(drawn).toContain('…')
  expect(drawn).not.toMatch(/\p{Surrogate}/u)
})
