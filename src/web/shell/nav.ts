import type { IconName } from '../../react/components/shared/Icon.tsx'

/** The pages one can go to from everywhere: in the header, and below the thumb on a phone. */
export const destinations: { href: string; title: string; icon: IconName; includes: RegExp }[] = [
  { href: '/', title: 'Discover', icon: 'list', includes: /^\/$/ },
  { href: '/ready', title: 'Ready', icon: 'gavel', includes: /^\/ready/ },
  { href: '/sources', title: 'Sources', icon: 'book', includes: /^\/(sources|documents)\b/ },
  { href: '/leaderboard', title: 'Forecasters', icon: 'dial', includes: /^\/(leaderboard|people)\b/ },
]
