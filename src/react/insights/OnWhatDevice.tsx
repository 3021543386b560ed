import type { DeviceInsight, Insights } from '../../client/insights.ts'
import { count, percent } from '../format.ts'
import { say } from '../language/say.ts'
import { Section } from './Section.tsx'
import { deviceName, seconds } from './words.ts'

/** Views by device, and how long each holds people. Fields differ in hatching as well as in colour. */
export function OnWhatDevice({ insights: { devices } }: { insights: Insights }) {
  const total = devices.reduce((sum, { views }) => sum + views, 0)
  if (devices.length === 0) {
    return (
      <Section title={say('On what device')}>
        <p className="pd-quiet">{say('No device is known in this period.')}</p>
      </Section>
    )
  }
  const share = ({ views }: DeviceInsight) => (total > 0 ? views / total : 0)
  const inWords = devices.map((each) => `${deviceName(each.device)} ${percent(share(each))}`).join(', ')
  return (
    <Section title={say('On what device')} says={says(devices)}>
      <div className="pd-split" role="img" aria-label={inWords}>
        {devices.map((each) => (
          <i key={each.device} className={`pd-device-${each.device}`} style={{ width: `${share(each) * 100}%` }} />
        ))}
      </div>
      <div className="pd-table-box">
        <table>
          <thead>
            <tr>
              <th scope="col">{say('Device')}</th>
              <th scope="col" className="pd-right">
                {say('Views')}
              </th>
              <th scope="col" className="pd-right">
                {say('Share')}
              </th>
              <th scope="col" className="pd-right">
                {say('Median look')}
              </th>
            </tr>
          </thead>
          <tbody>
            {devices.map((each) => (
              <tr key={each.device}>
                <th scope="row">
                  <i className={`pd-key pd-device-${each.device}`} aria-hidden="true" /> {deviceName(each.device)}
                </th>
                <td className="pd-right pd-number">{count(each.views)}</td>
                <td className="pd-right pd-number">{percent(share(each))}</td>
                <td className="pd-right pd-number">{each.dwell.median === null ? '–' : seconds(each.dwell.median)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

const plural: Record<string, string> = { mobile: 'Phones', tablet: 'Tablets', desktop: 'Desktops' }

const inSentence: Record<string, string> = { mobile: 'phones', tablet: 'tablets', desktop: 'desktops' }

function says(devices: DeviceInsight[]): string | undefined {
  const told = devices.filter(({ device }) => device in plural)
  const [most] = told
  const longest = [...told].sort((a, b) => (b.dwell.median ?? 0) - (a.dwell.median ?? 0))[0]
  if (!most || !longest || told.length < 2) return undefined
  const name = say(plural[most.device] ?? '')
  if (most === longest) return say('{name} bring most views, and hold them longest.', { name })
  return say('{name} bring most views, {longest} hold them longest.', {
    name,
    longest: say(inSentence[longest.device] ?? ''),
  })
}
