import type { Insights } from '../../client/insights.ts'
import { type ChartEvent, ViewsChart } from '../charts/ViewsChart.tsx'
import { count } from '../format.ts'
import { say } from '../language/say.ts'
import { Section } from './Section.tsx'
import { busiest, changeOf, type StepName, stepOf, stepsOf } from './series.ts'
import { change, changeInWords, dayMonth, dayMonthLong, hour, monthYear } from './words.ts'

type ViewsOverTimeProps = {
  insights: Insights /** What the period before is called. */
  before: string
  events: ChartEvent[]
}

export function ViewsOverTime({ insights, before, events }: ViewsOverTimeProps) {
  const { grain, series, totals } = insights
  return (
    <Section title={say('Views over time')} says={says(insights, before)} wide>
      <div className="pd-pair">
        <div>
          <ViewsChart series={series} grain={grain} events={events} />
          <ul className="pd-legend">
            <li>
              <i className="pd-key-bar" /> {grain === 'day' ? say('Each day') : say('Each hour')}
            </li>
            {grain === 'day' && series.length > 7 && (
              <li>
                <i className="pd-key-line" /> {say('Mean of seven days')}
              </li>
            )}
          </ul>
        </div>
        <StepTable insights={insights} />
      </div>
      {totals.bots > 0 && (
        <p className="pd-small pd-soft">{say('{bots} looks by programs are not among them.', { bots: totals.bots })}</p>
      )}
    </Section>
  )
}

function says({ series, grain, totals, before: earlier }: Insights, before: string): string {
  const most = busiest(series)
  if (!most) return say('Nobody has looked at the photos in this time.')
  const said =
    grain === 'day'
      ? say('Most on {day}: {views}.', { day: dayMonthLong(most.startsAt), views: most.views })
      : say('Most in the hour from {hour}: {views}.', { hour: hour(most.startsAt), views: most.views })
  return `${changeInWords(changeOf(totals.views, earlier.views), before)} ${said}`
}

const captions: Record<StepName, string> = {
  hours: 'Views in steps of six hours',
  day: 'Views in steps of a day',
  week: 'Views in steps of a week',
  month: 'Views in steps of a month',
}

const names: Record<StepName, string> = { hours: 'From', day: 'Day', week: 'Week of', month: 'Month' }

const labels: Record<StepName, (at: string) => string> = {
  hours: (at) => `${dayMonth(at)}, ${hour(at)}`,
  day: dayMonth,
  week: dayMonth,
  month: monthYear,
}

/** The chart in a dozen rows or so. */
function StepTable({ insights }: { insights: Insights }) {
  const name = stepOf(insights)
  return (
    <div className="pd-table-box">
      <table>
        <caption className="pd-hidden">{say(captions[name])}</caption>
        <thead>
          <tr>
            <th scope="col">{say(names[name])}</th>
            <th scope="col" className="pd-right">
              {say('Views')}
            </th>
            <th scope="col" className="pd-right">
              {say('Change')}
            </th>
          </tr>
        </thead>
        <tbody>
          {stepsOf(insights).map((step) => (
            <tr key={step.startsAt}>
              <th scope="row">{labels[name](step.startsAt)}</th>
              <td className="pd-right pd-number">{count(step.views)}</td>
              <td className="pd-right pd-number pd-quiet">{change(step.change)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
