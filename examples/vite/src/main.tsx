import { createPaddock } from 'paddock/client'
import { AuctionPanel, PaddockProvider, PhotoGallery, useVehicles, Vehicle } from 'paddock/react'
import { german } from 'paddock/react/german'
import 'paddock/react/styles.css'
import { createRoot } from 'react-dom/client'
import './club.css'

// Both are printed by `npm start` of the server.
const client = createPaddock(import.meta.env.VITE_PADDOCK_URL, import.meta.env.VITE_PADDOCK_KEY)

/** The club's newest car as a whole, then its gallery and its vote by themselves. */
function Newest() {
  const id = useVehicles().data?.at(0)?.id
  const shown = new URLSearchParams(location.search).get('show')
  if (!id) return <p>Loading …</p>
  if (shown === 'gallery') return <PhotoGallery vehicleId={id} />
  if (shown === 'auction') return <AuctionPanel vehicleId={id} />
  return <Vehicle id={id} />
}

const isGerman = new URLSearchParams(location.search).get('language') === 'de'

createRoot(document.getElementById('root') as HTMLElement).render(
  <PaddockProvider client={client} language={isGerman ? german : undefined}>
    <h1>The club</h1>
    <ul>
      <li>A list of the club's own</li>
    </ul>
    <button type="button">A button of the club's own</button>
    <Newest />
  </PaddockProvider>,
)
