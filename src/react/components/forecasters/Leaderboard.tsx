import type { ReactNode } from 'react'
import type { Standing } from '../../../client/forecasters.ts'
import { RatingScale } from '../../charts/RatingScale.tsx'
import { count, nameOf, percent, plural, pointsChange } from '../../format.ts'
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
        <caption className="pd-hidden">Forecasters by rating</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="pd-hidden">Place</span>
            </th>
            <th scope="col">Forecaster</th>
            <th scope="col" className="pd-right">
              Rating
            </th>
            <th scope="col" className="pd-right pd-wide">
              Skill
            </th>
            <th scope="col" className="pd-right pd-wide">
              Points
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
                  {plural(standing.bets, 'settled claim')}, {count(standing.betsCompared)} against others
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
