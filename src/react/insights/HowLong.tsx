import type { Insights } from '../../client/insights.ts'
import { DwellChart } from '../charts/DwellChart.tsx'
import { count, percent } from '../format.ts'
import { say } from '../language/say.ts'
import { type DwellBin, dwellBins, longerThanTwenty } from './dwell.ts'
import { Section } from './Section.tsx'
import { seconds } from './words.ts'

/** How many seconds photos were in sight, each time that one was looked at. */
export function HowLong({ insights: { dwell, totals } }: { insights: Insights }) {
  const bins = dwellBins(dwell)
  const { median } = totals.dwell
  if (median === null) return <Section title={say('How long they stayed')}>{nothing()}</Section>
  const long = longerThanTwenty(bins)
  const says = [
    say('Half left a photo within {seconds}.', { seconds: seconds(median) }),
    long > 0 ? say('{long} stayed longer than 20.', { long: percent(long) }) : say('Nobody stayed longer than 20.'),
  ].join(' ')
  return (
    <Section title={say('How long they stayed')} says={says}>
      <DwellChart bins={bins} median={median} />
      <details className="pd-as-table">
        <summary>{say('The same as a table')}</summary>
        <DwellTable bins={bins} />
      </details>
    </Section>
  )
}

const nothing = () => <p className="pd-quiet">{say('No look has been timed in this period.')}</p>

const DwellTable = ({ bins }: { bins: DwellBin[] }) => (
  <div className="pd-table-box">
    <table>
      <thead>
        <tr>
          <th scope="col">{say('Seconds')}</th>
          <th scope="col" className="pd-right">
            {say('Looks')}
          </th>
          <th scope="col" className="pd-right">
            {say('Share')}
          </th>
        </tr>
      </thead>
      <tbody>
        {bins.map(({ from, to, looks, share }) => (
          <tr key={from}>
            <th scope="row">
              {to === null ? say('over {from}', { from }) : say('{low} to {high}', { low: from, high: to })}
            </th>
            <td className="pd-right pd-number">{count(looks)}</td>
            <td className="pd-right pd-number">{percent(share)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
