import { Icon } from '../../react/components/shared/Icon.tsx'
import { say } from '../../react/language/say.ts'
import { Link, usePath } from '../router.tsx'
import { useDestinations } from './nav.ts'

/** On a phone, the destinations below the thumb. One alone needs no bar: the mark leads home. */
export function TabBar() {
  const path = usePath()
  const destinations = useDestinations()
  if (destinations.length < 2) return null
  return (
    <nav className="tab-bar" aria-label={say('Main, at the bottom')} style={{ '--pd-count': destinations.length }}>
      {destinations.map(({ href, title, icon, includes }) => (
        <Link key={href} href={href} aria-current={includes.test(path) ? 'page' : undefined}>
          <Icon name={icon} /> {say(title)}
        </Link>
      ))}
    </nav>
  )
}
