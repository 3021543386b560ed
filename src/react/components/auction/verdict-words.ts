import type { Verdict, VoteSummary } from '../../../client/votes.ts'
import { minimumVotes, threshold } from '../../charts/layout/wilson.ts'
import { percent, plural } from '../../format.ts'

export const verdictTitles: Record<Verdict, string> = {
  ready: 'Ready for auction',
  not_ready: 'Not ready',
  undecided: 'Undecided',
}

export const cohortTitles = { regular: 'Regulars', maker: 'Owners of this make', newcomer: 'Newcomers' } as const

/** What the count says about the whole community: the weighed votes and their interval. */
export function intervalInWords({ effectiveVotes, effectiveYes, interval: { low, high } }: VoteSummary): string {
  if (effectiveVotes === 0)
    return 'Nothing is known about the whole community yet: none of these votes weighs anything so far.'
  const weighed = `By weight ${percent(effectiveYes / effectiveVotes)} say yes: together they count as ${plural(effectiveVotes, 'full vote')}.`
  const likely = `In the whole community it is likely between ${percent(low)} and ${percent(high)}`
  return `${weighed} ${likely} (90\u00a0% Wilson interval).`
}

/** The verdict in a few words, or what is still needed for one, and then why. */
export function verdictInWords(summary: VoteSummary): { title: string; rest: string } {
  const { verdict, verdictReason, votesNeeded, effectiveVotes, effectiveYes } = summary
  // The share and its interval stand above, once.
  if (verdict !== 'undecided') {
    const part = verdict === 'ready' ? 'more' : 'less'
    const rest = `It is 95\u00a0% sure that ${part} than half of the community says yes.`
    return { title: `${verdictTitles[verdict]}.`, rest }
  }
  const isEven = effectiveVotes > 0 && Math.abs(effectiveYes / effectiveVotes - threshold) < 0.005
  if (isEven && votesNeeded === null)
    return { title: 'Undecided.', rest: `Divided like this, more votes do not decide it. ${requirement}` }
  if (effectiveVotes === 0 || votesNeeded === null || votesNeeded === 0)
    return { title: 'Undecided.', rest: `${verdictReason} ${requirement}` }
  const leansYes = effectiveYes / effectiveVotes > threshold
  const people = plural(votesNeeded, 'more person votes', 'more people vote')
  return {
    title: leansYes ? 'Undecided, leaning to yes.' : 'Undecided, leaning to no.',
    rest: `If about ${people} with full weight, divided as now, it is ${leansYes ? 'ready for auction' : 'not ready'}.`,
  }
}

export const requirement = `It takes ${minimumVotes} full votes or more, and a likely majority.`

/** The share of yes by weight; null while nothing weighs anything. */
export const weighedShare = ({ effectiveVotes, effectiveYes }: VoteSummary): number | null =>
  effectiveVotes > 0 ? effectiveYes / effectiveVotes : null
