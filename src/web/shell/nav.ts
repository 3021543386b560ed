import type { IconName } from '../../react/components/shared/Icon.tsx'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'

type Destination = { href: string; title: string; icon: IconName; includes: RegExp }

/** The pages one can go to from everywhere: in the header, and below the thumb on a phone. */
export const destinations: Destination[] = [
  { href: '/', title: 'Discover', icon: 'list', includes: /^\/$/ },
  { href: '/ready', title: 'Ready', icon: 'gavel', includes: /^\/ready/ },
  { href: '/sources', title: 'Sources', icon: 'book', includes: /^\/(sources|documents)\b/ },
  { href: '/leaderboard', title: 'Forecasters', icon: 'dial', includes: /^\/(leaderboard|people)\b/ },
]

/** What members have besides. */
const membersOwn: Destination[] = [{ href: '/garage', title: 'My cars', icon: 'car', includes: /^\/garage\b/ }]

/** What operators have besides; to everybody else it is not there. */
const operatorsOwn: Destination[] = [
  { href: '/operator', title: 'Operator', icon: 'shield', includes: /^\/operator\b/ },
]

export function useDestinations(): Destination[] {
  const member = useMember()
  if (!member) return destinations
  return [...destinations, ...membersOwn, ...(member.isOperator ? operatorsOwn : [])]
}
