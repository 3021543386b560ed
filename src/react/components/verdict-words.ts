import type { Verdict, VoteSummary } from '../../client/votes.ts'
import { minimumVotes, threshold } from '../charts/wilson.ts'
import { count, percent, plural } from '../format.ts'

export const verdictTitles: Record<Verdict, string> = {
  ready: 'Ready for auction',
  not_ready: 'Not ready',
  undecided: 'Undecided',
}

export const cohortTitles = { regular: 'Regulars', maker: 'Owners of this make', newcomer: 'Newcomers' } as const

/** What the count says about the whole community: the weighed votes and their interval. */
export function intervalInWords({ effectiveVotes, interval: { low, high } }: VoteSummary): string {
  if (effectiveVotes === 0)
    return 'Nothing is known about the whole community yet: none of these votes weighs anything so far.'
  const weighed = `${count(effectiveVotes)} weighed ${effectiveVotes === 1 ? 'vote' : 'votes'}`
  return `With ${weighed}, support in the whole community is likely between ${percent(low)} and ${percent(high)} (90 % Wilson interval).`.replaceAll(
    '90 %',
    '90\u00a0%',
  )
}

/** The verdict in a few words, or what is still needed for one, and then why. */
export function verdictInWords(summary: VoteSummary): { title: string; rest: string } {
  const { verdict, verdictReason, votesNeeded, effectiveVotes, effectiveYes } = summary
  if (verdict !== 'undecided') return { title: `${verdictTitles[verdict]}.`, rest: verdictReason }
  if (effectiveVotes === 0 || votesNeeded === null || votesNeeded === 0)
    return { title: 'Undecided.', rest: `${verdictReason} ${requirement}` }
  const leansYes = effectiveYes / effectiveVotes > threshold
  const end = leansYes
    ? `the low end passes ${percent(threshold)}. Then it is ready for auction.`
    : `the high end falls below ${percent(threshold)}. Then it is not.`
  return { title: `About ${plural(votesNeeded, 'more vote')}`, rest: `of full weight at this share, and ${end}` }
}

export const requirement = `It takes ${minimumVotes} votes or more, weighed, and a likely majority.`

/** The share of yes by weight; null while nothing weighs anything. */
export const weighedShare = ({ effectiveVotes, effectiveYes }: VoteSummary): number | null =>
  effectiveVotes > 0 ? effectiveYes / effectiveVotes : null
