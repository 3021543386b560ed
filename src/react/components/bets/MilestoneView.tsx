import type { Bet } from '../../../client/bets.ts'
import type { Forecast } from '../../../client/forecasts.ts'
import { MilestoneChart } from '../../charts/MilestoneChart.tsx'
import { money, percent } from '../../format.ts'
import { say } from '../../language/say.ts'

/** What it will be worth, as a curve of milestones that falls by steps, and as a table. */
export function MilestoneView({ forecast, mine }: { forecast: Forecast; mine: Bet[] }) {
  const { milestones } = forecast
  const own = mine.flatMap((bet) =>
    bet.type === 'value_milestone'
      ? [{ value: bet.prediction.target_value, probability: bet.confidencePercent / 100 }]
      : [],
  )
  const likely = milestones.filter(({ probability }) => probability >= 0.5).at(-1)
  return (
    <>
      <div>
        <p className="pd-reading">
          {likely ? say('{target} or more', { target: money(likely.target) }) : say('Less than even')}
        </p>
        <p className="pd-small pd-quiet">
          {likely
            ? say('The highest value that is held likelier than not, at {probability}.', {
                probability: percent(likely.probability),
              })
            : say('Even the lowest value named, {money}, is held less likely than not.', {
                money: money(milestones[0]?.target ?? 0),
              })}{' '}
          {say(
            '{people} bet, joined to one curve that never says less for a lower value.|{people} bets, joined to one curve that never says less for a lower value.',
            { people: forecast.people },
          )}
        </p>
      </div>
      <MilestoneChart
        milestones={milestones.map(({ target, probability }) => ({ value: target, probability }))}
        mine={own}
        label={milestones
          .map(({ target, probability }) =>
            say('{target} or more: {probability}', { target: money(target), probability: percent(probability) }),
          )
          .join('; ')}
      />
      <div className="pd-table-box">
        <table>
          <caption className="pd-hidden">
            {say('Chance of each value, as people said it and as joined to one curve')}
          </caption>
          <thead>
            <tr>
              <th scope="col">{say('Worth at least')}</th>
              <th scope="col" className="pd-right">
                {say('Bets')}
              </th>
              <th scope="col" className="pd-right">
                {say('As said')}
              </th>
              <th scope="col" className="pd-right">
                {say('Joined')}
              </th>
            </tr>
          </thead>
          <tbody>
            {milestones.map(({ target, people, said, probability }) => (
              <tr key={target}>
                <td className="pd-number">{money(target)}</td>
                <td className="pd-right pd-number">{people}</td>
                <td className="pd-right pd-number">{percent(said)}</td>
                <td className="pd-right pd-number">{percent(probability)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
