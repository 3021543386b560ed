import { expect, test } from 'vitest'
import { setDisputeWindow } from '../../../src/server/dispute-window.ts'
import { community } from '../../support/community.ts'
import { placeBet, questionOf, report } from './questions.ts'

test('the dispute window of the environment is what a proposed answer gets', async () => {
  const c = await community()
  await setDisputeWindow(c.server.adminUrl, '1 day 12 hours')
  await placeBet(c.alice, c.vehicle, { stake_amount: 10 })
  await report(c.service, c.vehicle, { value: 60_000 })
  const { final_at, updated_at } = (await questionOf(c, c.vehicle)) as { final_at: Date; updated_at: Date }
  expect(final_at.getTime() - updated_at.getTime()).toBe(36 * 3_600_000)
  await expect(setDisputeWindow(c.server.adminUrl, '91 days')).rejects.toThrow(/dispute_window_is_from_0_to_90_days/)
})
