import { listOperatorActs, type OperatorAct } from '../../../client/operator/acts.ts'
import type { OperatorOverview } from '../../../client/operator/overview.ts'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { capital, count, timeAgo } from '../../../react/format.ts'
import { named, say } from '../../../react/language/say.ts'
import { Link } from '../../router.tsx'
import { Endless } from './Endless.tsx'
import { useList, useOverview } from './use-operator.ts'

type Line = { title: string; href: string; waiting: (overview: OperatorOverview) => number }

const lines: Line[] = [
  { title: 'Reports of comments and answers', href: '/operator/reports', waiting: ({ reports }) => reports },
  { title: 'Cars with held votes', href: '/operator/reports#held-votes', waiting: ({ heldVotes }) => heldVotes },
  { title: 'Disputed answers', href: '/operator/disputes', waiting: ({ disputes }) => disputes },
  { title: 'Outcomes to be confirmed', href: '/operator/disputes', waiting: ({ unconfirmed }) => unconfirmed },
  { title: 'Jobs whose last run failed', href: '/operator/jobs', waiting: ({ failingJobs }) => failingJobs },
  { title: 'Items that jobs have set aside', href: '/operator/jobs', waiting: ({ setAside }) => setAside },
  { title: 'Sources with errors', href: '/operator/sources', waiting: ({ failingSources }) => failingSources },
  {
    title: 'Members who are suspended now',
    href: '/operator/members?group=suspended',
    waiting: ({ suspended }) => suspended,
  },
]

/** What waits, and what operators have done. */
export function OverviewPage() {
  const overview = useOverview().data
  const acts = useList(['acts'], listOperatorActs)
  const now = useNow()
  if (!overview) return null
  return (
    <>
      <ul className="operator-lines" aria-label={say('What waits')}>
        {lines.map(({ title, href, waiting }) => (
          <li key={title}>
            <Link href={href}>{say(title)}</Link>
            <span className="operator-figure">
              {waiting(overview) === 0 ? say('none@waiting') : count(waiting(overview))}
            </span>
          </li>
        ))}
        <li>
          <Link href="/operator/budgets">{say('Research asks a model')}</Link>
          <span className="operator-figure">{overview.researchIsOn ? say('on@switch') : say('turned off')}</span>
        </li>
      </ul>
      <section aria-labelledby="acts-title">
        <h2 id="acts-title">{say('What operators have done')}</h2>
        <Endless list={acts} none={say('Nothing yet. Each act stands here with its reason.')}>
          {(rows) => (
            <ol className="operator-list">
              {rows.map((act) => (
                <li key={`${act.at} ${act.about}`}>
                  <Done act={act} now={now} />
                </li>
              ))}
            </ol>
          )}
        </Endless>
      </section>
    </>
  )
}

function Done({ act, now }: { act: OperatorAct; now: number }) {
  return (
    <>
      <p>
        <strong>{capital(named(act.act).replaceAll('_', ' '))}</strong>
        {act.reason && (
          <>
            {': '}
            <q>{act.reason}</q>
          </>
        )}
      </p>
      <p className="pd-small pd-quiet operator-about">
        {act.operator ? (act.operator.email ?? say('An operator whose account is gone')) : say('With the secret key')},{' '}
        <time dateTime={act.at}>{timeAgo(act.at, now)}</time>: {act.subject}
      </p>
    </>
  )
}
