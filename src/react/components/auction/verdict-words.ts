import type { Verdict, VoteSummary } from '../../../client/votes.ts'
import { minimumVotes, threshold } from '../../charts/layout/wilson.ts'
import { percent } from '../../format.ts'
import { say, told } from '../../language/say.ts'

export const verdictTitles: Record<Verdict, string> = {
  ready: 'Ready for auction',
  not_ready: 'Not ready',
  undecided: 'Undecided',
}

export const cohortTitles = { regular: 'Regulars', maker: 'Owners of this make', newcomer: 'Newcomers' } as const

/** What the count says about the whole community: the weighed votes and their interval. */
export function intervalInWords({ effectiveVotes, effectiveYes, interval: { low, high } }: VoteSummary): string {
  if (effectiveVotes === 0)
    return say('Nothing is known about the whole community yet: none of these votes weighs anything so far.')
  const weighed = say(
    'By weight {percent} say yes: together they count as {effectiveVotes} full vote.|By weight {percent} say yes: together they count as {effectiveVotes} full votes.',
    { percent: percent(effectiveYes / effectiveVotes), effectiveVotes },
  )
  const likely = say('In the whole community it is likely between {low} and {high} (90\u00a0% Wilson interval).', {
    low: percent(low),
    high: percent(high),
  })
  return `${weighed} ${likely}`
}

/** The verdict in a few words, or what is still needed for one, and then why. */
export function verdictInWords(summary: VoteSummary): { title: string; rest: string } {
  const { verdict, verdictReason, votesNeeded, effectiveVotes, effectiveYes } = summary
  // The share and its interval stand above, once.
  if (verdict !== 'undecided') {
    const rest =
      verdict === 'ready'
        ? say('It is 95\u00a0% sure that more than half of the community says yes.')
        : say('It is 95\u00a0% sure that less than half of the community says yes.')
    return { title: `${say(verdictTitles[verdict])}.`, rest }
  }
  const isEven = effectiveVotes > 0 && Math.abs(effectiveYes / effectiveVotes - threshold) < 0.005
  if (isEven && votesNeeded === null)
    return {
      title: say('Undecided.'),
      rest: `${say('Divided like this, more votes do not decide it.')} ${requirement()}`,
    }
  if (effectiveVotes === 0 || votesNeeded === null || votesNeeded === 0)
    return { title: say('Undecided.'), rest: `${told(verdictReason)} ${requirement()}` }
  const leansYes = effectiveYes / effectiveVotes > threshold
  return {
    title: leansYes ? say('Undecided, leaning to yes.') : say('Undecided, leaning to no.'),
    rest: leansYes
      ? say(
          'If about {votesNeeded} more person votes with full weight, divided as now, it is ready for auction.|If about {votesNeeded} more people vote with full weight, divided as now, it is ready for auction.',
          { votesNeeded },
        )
      : say(
          'If about {votesNeeded} more person votes with full weight, divided as now, it is not ready.|If about {votesNeeded} more people vote with full weight, divided as now, it is not ready.',
          { votesNeeded },
        ),
  }
}

export const requirement = () =>
  say('It takes {minimumVotes} full votes or more, and a likely majority.', { minimumVotes })

/** The share of yes by weight; null while nothing weighs anything. */
export const weighedShare = ({ effectiveVotes, effectiveYes }: VoteSummary): number | null =>
  effectiveVotes > 0 ? effectiveYes / effectiveVotes : null
