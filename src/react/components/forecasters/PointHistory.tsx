import { type ReactNode, useState } from 'react'
import { betTypes } from '../../../client/bet-types.ts'
import type { Balance, PointChange } from '../../../client/points.ts'
import { day, points, pointsChange } from '../../format.ts'
import { say } from '../../language/say.ts'
import { pointReasons } from './forecaster-words.ts'

type PointHistoryProps = {
  balance: Balance
  changes: PointChange[]
  /** The vehicle a change was about, as a link to it for instance. */
  vehicle?: (vehicleId: string) => ReactNode
}

/** How many changes are shown until all are asked for. */
const first = 20

/** What somebody holds, and every change of it. */
export function PointHistory({ balance, changes, vehicle }: PointHistoryProps) {
  const [all, setAll] = useState(false)
  return (
    <>
      <dl className="pd-facts pd-facts-row">
        <Fact title={say('Free to stake')} value={balance.available} />
        <Fact title={say('Staked')} value={balance.staked} />
        {balance.owed > 0 && <Fact title={say('Owed')} value={balance.owed} />}
      </dl>
      <div className="pd-table-box">
        <table>
          <caption className="pd-hidden">{say('Changes of your points, latest first')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('What happened')}</th>
              <th scope="col" className="pd-right">
                {say('Free')}
              </th>
              <th scope="col" className="pd-right">
                {say('Staked')}
              </th>
            </tr>
          </thead>
          <tbody>
            {(all ? changes : changes.slice(0, first)).map((change) => (
              <tr key={`${change.madeAt} ${change.betId} ${change.reason}`}>
                <td>
                  {say(pointReasons[change.reason])}
                  <span className="pd-small pd-soft pd-block">
                    {change.betType && `${say(betTypes[change.betType].label)}, `}
                    {day(change.madeAt)} {change.vehicleId && vehicle?.(change.vehicleId)}
                  </span>
                </td>
                <td className="pd-right pd-number">{pointsChange(change.available)}</td>
                <td className="pd-right pd-number">{pointsChange(change.staked)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {!all && changes.length > first && (
          <button type="button" className="pd-link" onClick={() => setAll(true)}>
            {say('Show all {total}', { total: changes.length })}
          </button>
        )}
      </div>
    </>
  )
}

const Fact = ({ title, value }: { title: string; value: number }) => (
  <div>
    <dt>{title}</dt>
    <dd>{points(value)}</dd>
  </div>
)
