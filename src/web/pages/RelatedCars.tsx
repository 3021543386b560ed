import { useQuery } from '@tanstack/react-query'
import { type RelatedTo, relatedVehicles } from '../../client/related.ts'
import { useClient, useMember } from '../../react/hooks/PaddockProvider.tsx'
import { say } from '../../react/language/say.ts'
import { VehicleCard } from './discover/VehicleCard.tsx'

/** Cars like this one; nothing where there are none. */
export function RelatedCars({ to }: { to: RelatedTo }) {
  const client = useClient()
  const memberId = useMember()?.id ?? null
  const { data = [] } = useQuery({
    queryKey: ['related', to.id, memberId],
    queryFn: () => relatedVehicles(client, to),
    staleTime: 300_000,
  })
  if (data.length === 0) return null
  return (
    <section className="pd-section" aria-labelledby="related-title">
      <h2 id="related-title">{say('Cars like it')}</h2>
      <div className="cards cards-grid">
        {data.map((card) => (
          <VehicleCard key={card.id} card={card} first={false} heading="h3" />
        ))}
      </div>
    </section>
  )
}
