import { inWords, type Measure } from '../../charts/layout/axis.ts'
import type { Quantiles } from '../../charts/layout/curve.ts'
import { say } from '../../language/say.ts'

const rows: [keyof Quantiles, string][] = [
  ['p05', '5\u00a0%'],
  ['p10', '10\u00a0%'],
  ['p25', '25\u00a0%'],
  ['p50', '50\u00a0%'],
  ['p75', '75\u00a0%'],
  ['p90', '90\u00a0%'],
  ['p95', '95\u00a0%'],
]

/** A forecast without its chart: how likely it is to stay below each number. */
export function QuantileTable({ quantiles, measure }: { quantiles: Quantiles; measure: Measure }) {
  return (
    <div className="pd-table-box">
      <table>
        <caption className="pd-hidden">{say('How likely the answer is to stay below each number')}</caption>
        <thead>
          <tr>
            <th scope="col">{measure === 'date' ? say('Chance that it is earlier') : say('Chance that it is less')}</th>
            <th scope="col" className="pd-right">
              {say('than')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, chance]) => (
            <tr key={name}>
              <td className="pd-number">{chance}</td>
              <td className="pd-right pd-number">{inWords(measure, quantiles[name])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
