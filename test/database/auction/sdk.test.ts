import { expect, test } from 'vitest'
import { listAfterwards, listClosest, listVerdictRecords, loadVoterRecord } from '../../../src/client/afterwards.ts'
import type { PaddockClient } from '../../../src/client/client.ts'
import {
  castVote,
  findReasonUseful,
  listReasons,
  listUsefulReasons,
  loadVote,
  loadVoteSummary,
  loadVoteWeight,
} from '../../../src/client/index.ts'
import { acceptNomination, declineNomination, listReady, loadNomination } from '../../../src/client/nominations.ts'
import { listNotices, markNoticeRead } from '../../../src/client/notices.ts'
import { listCards } from '../../../src/client/vehicles.ts'
import { byHand } from '../../support/by-hand.ts'
import { community } from '../../support/community.ts'
import { addVoters, castAll, fold } from './voters.ts'

/** A client that is signed in by its token, and whose session says so, as one that has signed in by itself. */
const asClient = (person: { id: string }) =>
  Object.assign(Object.create(person), {
    auth: {
      getSession: async () => ({ data: { session: { user: { id: person.id, is_anonymous: false } } }, error: null }),
    },
  }) as PaddockClient

test('the SDK votes, reads the verdict, marks reasons, answers a nomination and reads what came of it', async () => {
  const { alice, bob, carol, sql, vehicle, service } = await community()
  const [voter, owner] = [asClient(alice), asClient(carol)]
  await castVote(voter, vehicle.id, { vote: 'yes', reason: ' Rust free ', estimatedValue: 21000 })
  expect(await loadVote(voter, vehicle.id, alice.id)).toEqual({
    ...{ vote: 'yes', reason: 'Rust free', estimatedValue: 21000, currency: 'USD', isPrivate: false },
  })
  expect(await loadVoteWeight(voter, vehicle.id)).toMatchObject({ weight: 0.1, cohort: 'newcomer' })
  await findReasonUseful(asClient(bob), vehicle.id, alice.id, true)
  await findReasonUseful(asClient(bob), vehicle.id, alice.id, true)
  expect(await listReasons(voter, vehicle.id)).toMatchObject([{ reason: 'Rust free', usefulCount: 1, currency: 'USD' }])
  expect(await listUsefulReasons(asClient(bob), vehicle.id)).toEqual([alice.id])
  await findReasonUseful(asClient(bob), vehicle.id, alice.id, false)
  expect(await listReasons(voter, vehicle.id)).toMatchObject([{ usefulCount: 0 }])

  await castAll(sql, vehicle.id, await addVoters(sql, 20), { vote: 'yes', estimated_value: 20000 })
  await fold(sql)
  const summary = await loadVoteSummary(voter, vehicle.id)
  expect(summary).toMatchObject({
    ...{ total: 21, yes: 21, no: 0, verdict: 'ready', votesNeeded: 0, reserve: null, heldVotes: 0 },
    ...{ effectiveVotes: 20.1, estimates: { p25: 20000, median: 20000, p75: 20000 } },
    cohorts: [{ cohort: 'regular', effectiveVotes: 20, yesPercent: 100 }],
  })
  expect(await listReady(voter)).toMatchObject([{ vehicleId: vehicle.id, nomination: { state: 'open' } }])

  const [notice] = await listNotices(owner)
  expect(notice).toMatchObject({ kind: 'nomination_opened', vehicleId: vehicle.id, readAt: null })
  await markNoticeRead(owner, notice?.id as string)
  expect(await loadNomination(voter, vehicle.id)).toMatchObject({ state: 'open' })
  await expect(acceptNomination(voter, vehicle.id, 1)).rejects.toMatchObject({ name: 'PaddockError' })
  await expect(acceptNomination(owner, vehicle.id, -1)).rejects.toMatchObject({ code: 'reserve_is_from_0_to_1e9' })
  expect(await acceptNomination(owner, vehicle.id, 15000, { show: true })).toMatchObject({ state: 'accepted' })
  expect((await loadVoteSummary(voter, vehicle.id)).reserve).toEqual({
    amount: 15000,
    currency: 'USD',
    chance: expect.any(Number),
  })

  const result = { kind: 'auction_result', value: 21000, sold: true, occurred_at: new Date().toISOString() }
  await service
    .from('vehicle_outcomes')
    .insert({ vehicle_id: vehicle.id, ...result, evidence: { source_url: 'https://example.com/lot/12' } })
  await byHand(sql, 'tend_auctions')
  expect(await listReady(voter)).toEqual([]) // still wanted by its voters, but sold
  expect(await listCards(voter, [vehicle.id])).toMatchObject([{ sale: { hammer: 21000, currency: 'USD' } }])
  const [after] = await listAfterwards(voter, vehicle.id)
  expect(after).toMatchObject({
    sold: true,
    hammer: 21000,
    verdict: 'ready',
    votes: { total: 21, yes: 21 },
    estimates: { count: 21 },
  })
  expect(await listClosest(voter, vehicle.id, after?.outcomeId as string, { limit: 1 })).toMatchObject([
    { voter: { id: alice.id }, estimatedValue: 21000, miss: 0, place: 1 },
  ])
  expect(await loadVoterRecord(voter, alice.id)).toEqual({ auctions: 1, medianMiss: 0, within10Percent: 1, closest: 1 })
  expect(await loadVoterRecord(voter, bob.id)).toBeNull()
  expect(await listVerdictRecords(voter)).toMatchObject([{ verdict: 'ready', auctions: 1, sold: 1, soldPercent: 100 }])
  await expect(declineNomination(owner, vehicle.id)).rejects.toMatchObject({ name: 'PaddockError' })
})
