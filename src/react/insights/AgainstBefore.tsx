import type { Insights, Totals } from '../../client/insights.ts'
import { count } from '../format.ts'
import { say } from '../language/say.ts'
import { Section } from './Section.tsx'
import { changeOf } from './series.ts'
import { change, seconds } from './words.ts'

type Row = { title: string; of: (totals: Totals) => number | null; written: (value: number) => string }

const rows: Row[] = [
  { title: 'Views', of: ({ views }) => views, written: count },
  { title: 'People, once a day', of: ({ viewers }) => viewers, written: count },
  { title: 'Second looks', of: ({ repeats }) => repeats, written: count },
  { title: 'Median look', of: ({ dwell }) => dwell.median, written: seconds },
  { title: 'Likes', of: ({ likes }) => likes, written: count },
  { title: 'Comments', of: ({ comments }) => comments, written: count },
  { title: 'Shares', of: ({ shares }) => shares, written: count },
]

/** Every figure of the period beside that of the same length of time before. */
export function AgainstBefore({ insights: { totals, before } }: { insights: Insights }) {
  const told = (value: number | null, { written }: Row) => (value === null ? '–' : written(value))
  return (
    <Section
      title={say('What changed')}
      says={say('Second looks come within 30 minutes of a view and are not counted as views.')}
    >
      <div className="pd-table-box">
        <table>
          <thead>
            <tr>
              <th scope="col">{say('Figure')}</th>
              <th scope="col" className="pd-right">
                {say('Now')}
              </th>
              <th scope="col" className="pd-right">
                {say('Before')}
              </th>
              <th scope="col" className="pd-right">
                {say('Change')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.title}>
                <th scope="row">{say(row.title)}</th>
                <td className="pd-right pd-number">{told(row.of(totals), row)}</td>
                <td className="pd-right pd-number">{told(row.of(before), row)}</td>
                <td className="pd-right pd-number pd-quiet">{change(changeOf(row.of(totals) ?? 0, row.of(before)))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
