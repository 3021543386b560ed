import type { Insights, Totals } from '../../client/insights.ts'
import { count } from '../format.ts'
import { Section } from './Section.tsx'
import { changeOf } from './series.ts'
import { change, seconds } from './words.ts'

type Row = { name: string; of: (totals: Totals) => number | null; written: (value: number) => string }

const rows: Row[] = [
  { name: 'Views', of: ({ views }) => views, written: count },
  { name: 'People, once a day', of: ({ viewers }) => viewers, written: count },
  { name: 'Second looks', of: ({ repeats }) => repeats, written: count },
  { name: 'Median look', of: ({ dwell }) => dwell.median, written: seconds },
  { name: 'Likes', of: ({ likes }) => likes, written: count },
  { name: 'Comments', of: ({ comments }) => comments, written: count },
  { name: 'Shares', of: ({ shares }) => shares, written: count },
]

/** Every figure of the period beside that of the same length of time before. */
export function AgainstBefore({ insights: { totals, before } }: { insights: Insights }) {
  const told = (value: number | null, { written }: Row) => (value === null ? '–' : written(value))
  return (
    <Section title="What changed" says="Second looks come within 30 minutes of a view and are not counted as views.">
      <div className="pd-table-box">
        <table>
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col" className="pd-right">
                Now
              </th>
              <th scope="col" className="pd-right">
                Before
              </th>
              <th scope="col" className="pd-right">
                Change
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
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
