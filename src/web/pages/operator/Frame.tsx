import type { ReactNode } from 'react'
import type { OperatorOverview } from '../../../client/operator/overview.ts'
import { count } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
import { Link, useTitle } from '../../router.tsx'
import { Failure } from '../../shell/Failure.tsx'
import { NotFoundPage } from '../NotFoundPage.tsx'
import { PageWaiting } from '../PageWaiting.tsx'
import { Acting } from './Acting.tsx'
import { isNoOperator, useOverview } from './use-operator.ts'

const tabs: { name: string; title: string; waiting?: (overview: OperatorOverview) => number }[] = [
  { name: '', title: 'Overview' },
  { name: 'reports', title: 'Reports', waiting: ({ reports, heldVotes }) => reports + heldVotes },
  { name: 'disputes', title: 'Disputes', waiting: ({ disputes, unconfirmed }) => disputes + unconfirmed },
  { name: 'jobs', title: 'Jobs', waiting: ({ failingJobs, setAside }) => failingJobs + setAside },
  { name: 'sources', title: 'Sources', waiting: ({ failingSources }) => failingSources },
  { name: 'members', title: 'Members' },
  { name: 'budgets', title: 'Budgets' },
]

/** On a phone the tabs are wider than the window. */
const intoView = (tab: HTMLAnchorElement | null) => tab?.scrollIntoView({ block: 'nearest', inline: 'center' })

/** The head of every operator's page: where one can go, how much waits there, and below it what an act has done. */
export function Frame({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  useTitle(title)
  const overview = useOverview()
  if (isNoOperator(overview.error)) return <NotFoundPage />
  if (overview.error && !overview.data) return <Failure error={overview.error} onRetry={overview.refetch} />
  if (!overview.data) return <PageWaiting />
  const { data } = overview
  return (
    <div className="wrap operator">
      <h1 className="page-title">{title}</h1>
      <nav className="operator-tabs" aria-label={say('For operators')}>
        {tabs.map((tab) => {
          const waiting = tab.waiting?.(data) ?? 0
          return (
            <Link
              key={tab.name}
              href={`/operator${tab.name && `/${tab.name}`}`}
              aria-current={tab.name === name ? 'page' : undefined}
              ref={tab.name === name ? intoView : undefined}
            >
              {say(tab.title)}
              {waiting > 0 && (
                <span className="operator-count">
                  {count(waiting)}
                  <span className="pd-hidden"> {say('waiting')}</span>
                </span>
              )}
            </Link>
          )
        })}
      </nav>
      <Acting>{children}</Acting>
    </div>
  )
}
