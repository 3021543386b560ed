import { expect, test } from 'vitest'
import { generateBetResults, generateBetTypes } from '../../../scripts/generate/bet-types.ts'
import { betTypes } from '../../../src/client/bet-types.ts'
import { community } from '../../support/community.ts'
import { placeBet, questionOf, readBet, report, settle, tryBet } from './questions.ts'

/** What `src/client/bet-types.ts` would say of a type that is added. */
const withRepairs = {
  ...betTypes,
  repair_cost: {
    label: 'Cost of repair',
    shape: 'price' as const,
    fields: [['target_value']],
    question: ['currency' as const],
    tolerance: { share: 0.2, least: 0 },
    baseline: betTypes.auction_price.baseline,
  },
}

/** What `50_settlement/22_repair_cost.sql` would say: an appraisal tells what it cost. */
const decidedByAppraisal = `
  create function app.repair_cost_result(q public.bet_questions, o public.vehicle_outcomes) returns jsonb
  language sql stable set search_path = '' as $$
    select case when o.kind = 'appraisal' and o.currency = q.currency then jsonb_build_object('value', o.value) end
  $$;
  create function app.repair_cost_is_known_by(
    bet public.vehicle_bets, o public.vehicle_outcomes, settings app.settlement_settings
  ) returns boolean language sql stable set search_path = '' as $$ select o.kind = 'appraisal' $$;`

test('a type that is added as the recipe says is bet on, forecast, decided, scored and paid', async () => {
  const c = await community()
  const bet = { bet_type: 'repair_cost', prediction: { target_value: 5_000 }, stake_amount: 10 }
  expect((await tryBet(c.alice, c.vehicle, bet)).error?.details).toBe('bet_type_is_known')

  for (const text of [generateBetTypes(withRepairs), decidedByAppraisal, generateBetResults(withRepairs)]) {
    await c.sql.unsafe(text).simple()
  }
  const near = await placeBet(c.alice, c.vehicle, bet)
  const far = await placeBet(c.bob, c.vehicle, { ...bet, prediction: { target_value: 9_000 } })
  expect(near).toMatchObject({ question: 'repair_cost:USD', status: 'active' })
  const wrong = await tryBet(c.alice, c.vehicle, { ...bet, prediction: { low: 1, high: 2 } })
  expect(wrong.error?.message).toContain('is not a field of a repair_cost prediction, which takes target_value')
  const { data: forecast } = await c.carol.rpc('vehicle_forecast', {
    vehicle_id: c.vehicle.id,
    bet_type: 'repair_cost',
  })
  expect(forecast).toMatchObject({ people: 2, topic: 'repair_cost:USD' })

  await report(c.service, c.vehicle, { kind: 'appraisal', value: 5_900 })
  expect(await questionOf(c, c.vehicle)).toMatchObject({ state: 'proposed', result: { value: 5_900 } })
  await settle(c, c.vehicle)
  const [right, missed] = [await readBet(c.sql, near.id), await readBet(c.sql, far.id)]
  expect([right.status, missed.status], 'within 20 %, as the type says').toEqual(['won', 'lost'])
  expect(Number(right.payout) + Number(missed.payout)).toBe(20)
  expect(right.skill_score).toBeGreaterThan(missed.skill_score as number)
})

const placed = 'now()'
const dispatches = [
  `app.bet_shape('x')`,
  `app.bet_family('x')`,
  `app.bet_fields('x', '{}')`,
  `app.bet_question('x', '{}', 'USD')`,
  `app.bet_tolerance('x')`,
  `app.bet_least_tolerance('x')`,
  `app.bet_baseline('x')`,
  `app.grid_step('x')`,
  `app.to_grid('x', 0, 1)`,
  `app.from_grid('x', 0, 1)`,
  `app.grid_end('x', 0, true)`,
  `app.forecast_value('x', 1)`,
  `app.forecast_topic('x', null, 'USD')`,
  `app.bet_distribution('x', '{"target_value": 1}', 50, ${placed})`,
  `app.claim_came_true('x', '{"target_value": 1}', ${placed}, '{"value": 1}')`,
  `app.bet_score('x', '{"target_value": 1}', 50, ${placed}, '{"value": 1}')`,
  `app.result_of(jsonb_populate_record(null::public.bet_questions, '{"bet_type": "x"}'), null)`,
  `app.is_known_by(jsonb_populate_record(null::public.vehicle_bets, '{"bet_type": "x"}'), null, null)`,
]

test.each(dispatches)('%s takes no unknown type for a known one', async (call) => {
  const { sql } = await community()
  await expect(sql.unsafe(`select ${call}`)).rejects.toMatchObject({ detail: 'bet_type_is_known' })
})
