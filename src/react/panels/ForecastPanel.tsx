import { scrolling } from '../components/photos/use-reel.ts'
import { Panel } from './Panel.tsx'
import { useForecastPanel } from './use-forecast-panel.tsx'

/** What the crowd expects of a vehicle, after one's own number. "Give my number" leads to the element with the id `bets`. */
export function ForecastPanel({ vehicleId }: { vehicleId: string }) {
  const give = () => document.getElementById('bets')?.scrollIntoView({ behavior: scrolling(), block: 'start' })
  return <Panel panel={useForecastPanel(vehicleId, give)} />
}
