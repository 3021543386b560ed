import { createPaddock, loadVehicle } from 'paddock/client'
import { Car } from './car.tsx'

/** The server asks for the car's name, so that the title is in the first HTML; the rest is the component's. */
export default async function CarPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const url = process.env.PADDOCK_URL ?? 'http://127.0.0.1:54321'
  const publishableKey = process.env.PADDOCK_KEY ?? ''
  const vehicle = await loadVehicle(createPaddock(url, publishableKey), id)
  if (!vehicle) return <p>No such car.</p>
  return (
    <main>
      <h1>{[vehicle.year, vehicle.make, vehicle.model].filter(Boolean).join(' ')}</h1>
      <Car id={id} url={url} publishableKey={publishableKey} />
    </main>
  )
}
