import { nameOf } from '../../format.ts'
import { useLinks } from '../../links.tsx'

/** A public name that leads to the person's record; what somebody without a name is called. */
export function PersonName({ person }: { person: { id: string | null; name: string | null } }) {
  const links = useLinks()
  if (!links || person.id === null) return nameOf(person)
  return (
    <a className="pd-person" href={links.person(person.id)}>
      {nameOf(person)}
    </a>
  )
}
