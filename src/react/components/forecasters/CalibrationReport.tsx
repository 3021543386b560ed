import type { Calibration } from '../../../client/forecasters.ts'
import { CalibrationPlot, calibrationInWords } from '../../charts/CalibrationPlot.tsx'
import { percent } from '../../format.ts'
import { say } from '../../language/say.ts'
import { brierInWords, calibrationSummary } from './forecaster-words.ts'

/** Whether somebody is as often right as they are sure: the plot, its points as a table, and what the Brier score is made of. */
export function CalibrationReport({ calibration }: { calibration: Calibration }) {
  const { brier, bins } = calibration
  return (
    <div className="pd-calibration">
      <p className="pd-calibration-summary">{calibrationSummary(calibration)}</p>
      {bins.length > 0 && (
        <>
          <CalibrationPlot bins={bins} label={bins.map(calibrationInWords).join(' ')} />
          <div className="pd-details">
            {brier !== null && <p className="pd-small pd-quiet">{brierInWords(brier)}</p>}
            <BinTable calibration={calibration} />
            <Decomposition calibration={calibration} />
          </div>
        </>
      )}
    </div>
  )
}

function BinTable({ calibration: { bins } }: { calibration: Calibration }) {
  return (
    <div className="pd-table-box">
      <table>
        <caption className="pd-hidden">{say('How sure, against how much came true')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('How sure')}</th>
            <th scope="col" className="pd-right">
              {say('Bets')}
            </th>
            <th scope="col" className="pd-right">
              {say('Came true')}
            </th>
            <th scope="col" className="pd-right">
              {say('Likely (95 %)')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bins.map(({ from, claims, confidence, cameTrue, low, high }) => (
            <tr key={from}>
              <td className="pd-number">{percent(confidence)}</td>
              <td className="pd-right pd-number">{claims}</td>
              <td className="pd-right pd-number">{percent(cameTrue)}</td>
              <td className="pd-right pd-number">
                {say('{low} to {high}', { low: percent(low), high: percent(high) })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Decomposition({ calibration }: { calibration: Calibration }) {
  const { reliability, resolution, uncertainty, withinBins, sharpness, logScore } = calibration
  const rows: [string, string, number | null][] = [
    [say('Reliability'), say('how far what is said and what comes true lie apart; less is better'), reliability],
    [
      say('Resolution'),
      say('how well bets that come true are told from those that do not; more is better'),
      resolution,
    ],
    [say('Uncertainty'), say('how open the questions were'), uncertainty],
    [say('Within bins'), say('what grouping the bets leaves over'), withinBins],
    [say('Sharpness'), say('how far the confidences spread'), sharpness],
    [say('Log score'), say('less is better'), logScore],
  ]
  return (
    <details className="pd-fold">
      <summary>{say('What the Brier score is made of')}</summary>
      <p className="pd-small pd-quiet">
        {say('Reliability less resolution, plus uncertainty and what lies within the bins (Murphy, 1973).')}
      </p>
      <dl className="pd-parts">
        {rows.map(
          ([name, meaning, value]) =>
            value !== null && (
              <div key={name}>
                <dt>
                  {name} <span className="pd-small pd-soft">{meaning}</span>
                </dt>
                <dd>{value.toFixed(3).replace('-', '−')}</dd>
              </div>
            ),
        )}
      </dl>
    </details>
  )
}
