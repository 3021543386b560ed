import { say } from '../../react/language/say.ts'
import { Link, useMissing, useTitle } from '../router.tsx'

const sentences = {
  page: ['No such page', 'Nothing is shown at this address.'],
  vehicle: ['No such vehicle', 'The vehicle was removed, made private by its owner, or the address has a slip in it.'],
  person: ['No such person', 'The account was deleted, or the address has a slip in it.'],
  document: [
    'No such document',
    'It was withdrawn, a newer version took its place, or only the owner of a car may read it.',
  ],
} as const

export function NotFoundPage({ what = 'page' }: { what?: keyof typeof sentences }) {
  const [title, why] = sentences[what]
  useTitle(say('Not found'))
  useMissing()
  return (
    <div className="wrap not-found">
      <EmptyStand />
      <h1>
        <small>{say(title)}</small>
        {say('This stand is empty')}
      </h1>
      <p className="lede">{say(why)}</p>
      <p>
        <Link className="pd-button" href="/">
          {say('See what is on view')}
        </Link>
      </p>
    </div>
  )
}

/** The ground lines of a plate without a car. */
const EmptyStand = () => (
  <svg className="empty-stand" viewBox="0 0 600 200" aria-hidden="true">
    <rect width="600" height="140" fill="var(--pd-well)" />
    <rect y="140" width="600" height="60" fill="var(--pd-hair)" />
    <g fill="none" stroke="var(--pd-ink-3)" strokeWidth="1.5">
      <path d="M90 170H510M90 163v14M510 163v14" />
      <g strokeDasharray="5 5">
        <circle cx="180" cy="122" r="33" />
        <circle cx="420" cy="122" r="33" />
        <path d="M70 118C62 90 70 66 110 62L215 52C250 20 300 12 350 16C390 20 420 44 440 54L520 58C535 62 536 100 530 118" />
      </g>
    </g>
  </svg>
)
