import { useQuery } from '@tanstack/react-query'
import { betTypeNames } from '../../client/bet-types.ts'
import type { Follow, Followed } from '../../client/follows.ts'
import { displayNames } from '../../client/people.ts'
import { listCards } from '../../client/vehicles.ts'
import { viewOf } from '../../react/components/bets/types/index.ts'
import { FollowButton } from '../../react/components/shared/FollowButton.tsx'
import { useClient } from '../../react/hooks/PaddockProvider.tsx'
import { useFollows } from '../../react/hooks/use-follows.ts'
import { say } from '../../react/language/say.ts'
import { Link } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'

/** What the member follows, each with its name and the way out of it. */
export function Following() {
  const follows = useFollows()
  const names = useNames(follows.data ?? [])
  const error = follows.error ?? names.error
  if (error && !follows.data) return <Failure error={error} onRetry={follows.refetch} />
  if (!follows.data || (follows.data.length > 0 && !names.data)) return <p className="pd-quiet">{say('Looking …')}</p>
  if (follows.data.length === 0)
    return (
      <p className="pd-quiet">{say('Nothing yet. Cars, their forecasts and people have a “Follow” on their pages.')}</p>
    )
  return (
    <ul className="following" aria-label={say('What you follow')}>
      {follows.data.map((each) => {
        const name = nameOf(each, names.data)
        return (
          <li key={each.id}>
            <Link className="pd-link" href={placeOf(each)}>
              {name}
            </Link>
            <FollowButton what={followed(each)} name={name} />
          </li>
        )
      })}
    </ul>
  )
}

type Names = { people: Map<string, string>; cars: Map<string, string> }

function useNames(follows: Follow[]) {
  const client = useClient()
  const cars = [...new Set(follows.flatMap(({ vehicleId }) => vehicleId ?? []))].sort()
  const people = follows.flatMap(({ personId }) => personId ?? []).sort()
  return useQuery({
    queryKey: ['follows', 'names', cars, people],
    queryFn: async (): Promise<Names> => {
      const [cards, names] = await Promise.all([listCards(client, cars), displayNames(client, people)])
      const words = cards.map((car) => [car.id, [car.year, car.make, car.model].filter(Boolean).join(' ')] as const)
      return { people: names, cars: new Map(words) }
    },
    enabled: follows.length > 0,
  })
}

function nameOf({ vehicleId, question, personId }: Follow, names: Names | undefined): string {
  if (personId) return names?.people.get(personId) ?? 'A visitor'
  const car = names?.cars.get(vehicleId ?? '') ?? 'A car'
  const type = betTypeNames.find((each) => each === question?.split(':')[0])
  return type ? `${say(viewOf(type).words.heading)}: ${car}` : car
}

const placeOf = ({ vehicleId, question, personId }: Follow) =>
  personId ? `/people/${personId}` : `/vehicles/${vehicleId}${question ? '/forecast' : ''}`

const followed = ({ vehicleId, question, personId }: Follow): Followed =>
  personId ? { personId } : { vehicleId: vehicleId ?? '', ...(question ? { question } : {}) }
