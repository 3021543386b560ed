import type { Insights } from '../../client/insights.ts'
import { DwellChart } from '../charts/DwellChart.tsx'
import { count, percent } from '../format.ts'
import { type DwellBin, dwellBins, longerThanTwenty } from './dwell.ts'
import { Section } from './Section.tsx'
import { seconds } from './words.ts'

/** How many seconds photos were in sight, each time that one was looked at. */
export function HowLong({ insights: { dwell, totals } }: { insights: Insights }) {
  const bins = dwellBins(dwell)
  const { median } = totals.dwell
  if (median === null) return <Section title="How long they stayed">{nothing}</Section>
  const long = longerThanTwenty(bins)
  const says = `Half left a photo within ${seconds(median)}. ${long > 0 ? `${percent(long)} stayed longer than 20.` : 'Nobody stayed longer than 20.'}`
  return (
    <Section title="How long they stayed" says={says}>
      <DwellChart bins={bins} median={median} />
      <details className="pd-as-table">
        <summary>The same as a table</summary>
        <DwellTable bins={bins} />
      </details>
    </Section>
  )
}

const nothing = <p className="pd-quiet">No look has been timed in this period.</p>

const DwellTable = ({ bins }: { bins: DwellBin[] }) => (
  <div className="pd-table-box">
    <table>
      <thead>
        <tr>
          <th scope="col">Seconds</th>
          <th scope="col" className="pd-right">
            Looks
          </th>
          <th scope="col" className="pd-right">
            Share
          </th>
        </tr>
      </thead>
      <tbody>
        {bins.map(({ from, to, looks, share }) => (
          <tr key={from}>
            <th scope="row">{to === null ? `over ${from}` : `${from} to ${to}`}</th>
            <td className="pd-right pd-number">{count(looks)}</td>
            <td className="pd-right pd-number">{percent(share)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
