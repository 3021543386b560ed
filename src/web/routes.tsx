import { type ComponentType, isValidElement, type ReactNode, lazy as reactLazy } from 'react'
import { InsightsSkeleton } from './pages/InsightsSkeleton.tsx'
import { PageWaiting } from './pages/PageWaiting.tsx'
import { VehicleSkeleton } from './pages/VehicleSkeleton.tsx'

type Route = {
  path: RegExp
  /** `id` is what the address names, or empty. */
  page: (id: string) => ReactNode
  /** Shown while the page's code is on its way. */
  waiting: ReactNode
}

const loads = new Map<unknown, () => Promise<unknown>>()

function lazy<P>(load: () => Promise<{ default: ComponentType<P> }>) {
  const Page = reactLazy(load)
  loads.set(Page, load)
  return Page
}

// Each page is loaded when somebody goes there.
const DiscoverPage = lazy(async () => ({ default: (await import('./pages/discover/DiscoverPage.tsx')).DiscoverPage }))
const VehiclePage = lazy(async () => ({ default: (await import('./pages/VehiclePage.tsx')).VehiclePage }))
const InsightsPage = lazy(async () => ({ default: (await import('./pages/InsightsPage.tsx')).InsightsPage }))
const ForecastPage = lazy(async () => ({ default: (await import('./pages/ForecastPage.tsx')).ForecastPage }))
const LeaderboardPage = lazy(async () => ({ default: (await import('./pages/LeaderboardPage.tsx')).LeaderboardPage }))
const PersonPage = lazy(async () => ({ default: (await import('./pages/PersonPage.tsx')).PersonPage }))

const ReadyPage = lazy(async () => ({ default: (await import('./pages/ReadyPage.tsx')).ReadyPage }))
const SourcesPage = lazy(async () => ({ default: (await import('./pages/SourcesPage.tsx')).SourcesPage }))
const DossierPage = lazy(async () => ({ default: (await import('./pages/DossierPage.tsx')).DossierPage }))
const HandOverPage = lazy(async () => ({ default: (await import('./pages/HandOverPage.tsx')).HandOverPage }))
const GaragePage = lazy(async () => ({ default: (await import('./pages/GaragePage.tsx')).GaragePage }))
const AccountPage = lazy(async () => ({ default: (await import('./pages/AccountPage.tsx')).AccountPage }))
const AddVehiclePage = lazy(async () => ({ default: (await import('./pages/AddVehiclePage.tsx')).AddVehiclePage }))
const OwnVehiclePage = lazy(async () => ({ default: (await import('./pages/OwnVehiclePage.tsx')).OwnVehiclePage }))
const DocumentPage = lazy(async () => ({ default: (await import('./pages/DocumentPage.tsx')).DocumentPage }))
const NotFoundPage = lazy(async () => ({ default: (await import('./pages/NotFoundPage.tsx')).NotFoundPage }))

const OperatorPages = lazy(async () => ({
  default: await (await import('./pages/operator/load.ts')).loadOperatorPages(),
}))

const waiting = <PageWaiting />

const routes: Route[] = [
  { path: /^\/$/, page: () => <DiscoverPage />, waiting },
  { path: /^\/ready\/?$/, page: () => <ReadyPage />, waiting },
  {
    path: /^\/vehicles\/([^/]+)\/?$/,
    page: (id) => <VehiclePage key={id} vehicleId={id} />,
    waiting: <VehicleSkeleton />,
  },
  {
    path: /^\/vehicles\/([^/]+)\/insights\/?$/,
    page: (id) => <InsightsPage key={id} vehicleId={id} />,
    waiting: <InsightsSkeleton />,
  },
  { path: /^\/vehicles\/([^/]+)\/forecast\/?$/, page: (id) => <ForecastPage key={id} vehicleId={id} />, waiting },
  { path: /^\/vehicles\/([^/]+)\/hand-over\/?$/, page: (id) => <HandOverPage key={id} vehicleId={id} />, waiting },
  { path: /^\/vehicles\/([^/]+)\/dossier\/?$/, page: (id) => <DossierPage key={id} vehicleId={id} />, waiting },
  { path: /^\/people\/([^/]+)\/?$/, page: (id) => <PersonPage key={id} userId={id} />, waiting },
  { path: /^\/sources\/?$/, page: () => <SourcesPage />, waiting },
  { path: /^\/documents\/([^/]+)\/?$/, page: (id) => <DocumentPage key={id} documentId={id} />, waiting },
  { path: /^\/account\/?$/, page: () => <AccountPage />, waiting },
  { path: /^\/garage\/?$/, page: () => <GaragePage />, waiting },
  { path: /^\/garage\/new\/?$/, page: () => <AddVehiclePage />, waiting },
  { path: /^\/garage\/([^/]+)\/?$/, page: (id) => <OwnVehiclePage key={id} vehicleId={id} />, waiting },
  { path: /^\/operator(?:\/([a-z]*))?\/?$/, page: (name) => <OperatorPages name={name} />, waiting },
  { path: /^\/leaderboard\/?$/, page: () => <LeaderboardPage />, waiting },
]

const notFound: Route = { path: /^/, page: () => <NotFoundPage />, waiting }

/** The page at an address, and what stands in its place until it is there. */
export function pageAt(path: string): { page: ReactNode; waiting: ReactNode } {
  const found = routes.find((route) => route.path.test(path)) ?? notFound
  return { page: found.page(found.path.exec(path)?.[1] ?? ''), waiting: found.waiting }
}

/** Fetches the code of the page at an address. */
export async function loadPageAt(path: string): Promise<void> {
  const { page } = pageAt(path)
  if (isValidElement(page)) await loads.get(page.type)?.()
}
