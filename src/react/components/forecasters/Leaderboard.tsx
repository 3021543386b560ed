import type { ReactNode } from 'react'
import type { Standing } from '../../../client/forecasters.ts'
import { RatingScale } from '../../charts/RatingScale.tsx'
import { nameOf, percent, pointsChange } from '../../format.ts'
import { say } from '../../language/say.ts'
import { ratingInWords } from './forecaster-words.ts'

type LeaderboardProps = {
  standings: (Standing & { name: string | null })[]
  /** The name as a link to the person, for instance. */
  person?: (standing: Standing & { name: string | null }) => ReactNode
  /** Marks one's own row. */
  memberId?: string | null
}

/** Forecasters by rating, each with what it rests on. */
export function Leaderboard({ standings, person = nameOf, memberId = null }: LeaderboardProps) {
  const most = Math.max(...standings.map(({ rating }) => Math.abs(rating)))
  return (
    <div className="pd-table-box">
      <table className="pd-leaders">
        <caption className="pd-hidden">{say('Forecasters by rating')}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="pd-hidden">{say('Place@rank')}</span>
            </th>
            <th scope="col">{say('Forecaster')}</th>
            <th scope="col" className="pd-right">
              {say('Rating')}
            </th>
            <th scope="col" className="pd-right pd-wide">
              {say('Skill')}
            </th>
            <th scope="col" className="pd-right pd-wide">
              {say('Points')}
            </th>
          </tr>
        </thead>
        <tbody>
          {standings.map((standing) => (
            <tr key={standing.userId} aria-current={standing.userId === memberId ? 'true' : undefined}>
              <td className="pd-place">{standing.rank}</td>
              <td>
                {person(standing)}
                <span className="pd-small pd-soft pd-block">
                  {say(
                    '{bets} settled bet, {betsCompared} against others|{bets} settled bets, {betsCompared} against others',
                    { bets: standing.bets, betsCompared: standing.betsCompared },
                  )}
                </span>
              </td>
              <td className="pd-right pd-number">
                {ratingInWords(standing.rating)}
                <RatingScale rating={standing.rating} most={most} />
              </td>
              <td className="pd-right pd-number pd-wide">
                {standing.skillScore === null ? '' : percent(standing.skillScore).replace('-', '−')}
              </td>
              <td className="pd-right pd-number pd-wide">{pointsChange(standing.points)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
