import type { Insights } from '../../client/insights.ts'
import type { Photo } from '../../client/photos.ts'
import { count } from '../format.ts'
import { say } from '../language/say.ts'
import { photosCsv, seriesCsv } from './csv.ts'
import { Download } from './Download.tsx'
import { Section } from './Section.tsx'
import { dayMonth, hour } from './words.ts'

const columns = [
  ['views', 'Views'],
  ['viewers', 'People'],
  ['likes', 'Likes'],
  ['comments', 'Comments'],
  ['shares', 'Shares'],
] as const

/** All figures by hour or day, to read and to take along. */
export function Everything({ insights, all }: { insights: Insights; all: Photo[] }) {
  const { grain, series, from, to } = insights
  const name = `${from.slice(0, 10)}-${to.slice(0, 10)}`
  return (
    <Section title={say('All figures')} says={say('Hours and days are in UTC.')} wide>
      <div className="pd-row">
        <Download name={`paddock-${grain}s-${name}.csv`} text={() => seriesCsv(insights)}>
          {grain === 'day' ? say('Download days as CSV') : say('Download hours as CSV')}
        </Download>
        <Download name={`paddock-photos-${name}.csv`} text={() => photosCsv(insights, all)}>
          {say('Download photos as CSV')}
        </Download>
      </div>
      <details className="pd-as-table">
        <summary>{grain === 'day' ? say('Every day as a table') : say('Every hour as a table')}</summary>
        <div className="pd-table-box pd-table-wide">
          <table>
            <thead>
              <tr>
                <th scope="col">{grain === 'day' ? say('Day') : say('Hour')}</th>
                {columns.map(([key, title]) => (
                  <th key={key} scope="col" className="pd-right">
                    {' '}
                    {say(title)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {series.map((moment) => (
                <tr key={moment.startsAt}>
                  <th scope="row">
                    {dayMonth(moment.startsAt)}
                    {grain === 'hour' && `, ${hour(moment.startsAt)}`}
                  </th>
                  {columns.map(([key]) => (
                    <td key={key} className="pd-right pd-number">
                      {count(moment[key])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </Section>
  )
}
