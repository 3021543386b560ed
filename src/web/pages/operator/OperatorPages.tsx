import { lazy, type ReactNode, Suspense } from 'react'
import '../../styles/operator.css'
import { useMember } from '../../../react/hooks/PaddockProvider.tsx'
import { say } from '../../../react/language/say.ts'
import { NotFoundPage } from '../NotFoundPage.tsx'
import { PageWaiting } from '../PageWaiting.tsx'
import { Frame } from './Frame.tsx'
import { OverviewPage } from './OverviewPage.tsx'

const ReportsPage = lazy(async () => ({ default: (await import('./ReportsPage.tsx')).ReportsPage }))
const DisputesPage = lazy(async () => ({ default: (await import('./DisputesPage.tsx')).DisputesPage }))
const JobsPage = lazy(async () => ({ default: (await import('./JobsPage.tsx')).JobsPage }))
const OperatorSources = lazy(async () => ({ default: (await import('./OperatorSources.tsx')).OperatorSources }))
const MembersPage = lazy(async () => ({ default: (await import('./MembersPage.tsx')).MembersPage }))
const BudgetsPage = lazy(async () => ({ default: (await import('./BudgetsPage.tsx')).BudgetsPage }))

const pages: Record<string, { title: string; page: ReactNode }> = {
  '': { title: 'Operator', page: <OverviewPage /> },
  reports: { title: 'Reports', page: <ReportsPage /> },
  disputes: { title: 'Disputes', page: <DisputesPage /> },
  jobs: { title: 'Jobs', page: <JobsPage /> },
  sources: { title: 'Health of sources', page: <OperatorSources /> },
  members: { title: 'Members', page: <MembersPage /> },
  budgets: { title: 'Budgets of research', page: <BudgetsPage /> },
}

/** What operators read and do. To everybody else these pages are not there, and the database answers nothing. */
export function OperatorPages({ name }: { name: string }) {
  const member = useMember()
  const found = pages[name]
  if (member === undefined) return <PageWaiting />
  if (!member?.isOperator || !found) return <NotFoundPage />
  return (
    <Frame name={name} title={say(found.title)}>
      <Suspense fallback={<PageWaiting />}>{found.page}</Suspense>
    </Frame>
  )
}
