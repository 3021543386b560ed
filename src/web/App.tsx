import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { Suspense, useCallback, useEffect, useState } from 'react'
import type { PaddockClient } from '../client/client.ts'
import { holdTime } from '../react/clock.ts'
import { PaddockProvider, useMember } from '../react/hooks/PaddockProvider.tsx'
import type { Language } from '../react/language/language.ts'
import { pagesAt } from '../react/links.tsx'
import { connect } from './config.ts'
import { replayEarlyActs } from './early.ts'
import { useLinksInPlace, usePath } from './router.tsx'
import { pageAt } from './routes.tsx'
import { Boundary } from './shell/Boundary.tsx'
import { Failure } from './shell/Failure.tsx'
import { Shell } from './shell/Shell.tsx'

const ownPages = pagesAt('/')

/** What a page begins with that came with its configuration, and perhaps with its first data. */
export type Beginning = { client: PaddockClient; queries: QueryClient; isRendered: boolean }

type AppProps = { beginning: Beginning | null; language?: Language | undefined }

export function App({ beginning, language }: AppProps) {
  const [client, setClient] = useState(beginning?.client)
  const [error, setError] = useState<Error>()
  const start = useCallback(() => {
    if (beginning) return
    setError(undefined)
    connect().then(setClient, setError)
  }, [beginning])
  useEffect(start, [start])

  if (error) return <Failure error={error} onRetry={start} />
  if (!client) return null
  return (
    <PaddockProvider
      client={client}
      links={ownPages}
      queryClient={beginning?.queries}
      member={beginning?.isRendered ? null : undefined}
      language={language}
    >
      <Shell>
        <Page />
      </Shell>
    </PaddockProvider>
  )
}

function Page() {
  const path = usePath()
  useLinksInPlace()
  const { page, waiting } = pageAt(path)
  return (
    <Boundary key={path}>
      <Suspense fallback={waiting}>
        {page}
        <Alive />
      </Suspense>
    </Boundary>
  )
}

/** Once the page answers: its time goes on when all of it has been taken over, and who is signed in asks again for what was rendered for nobody. */
function Alive() {
  const queries = useQueryClient()
  const memberId = useMember()?.id
  useEffect(() => {
    whenIdle(() => holdTime(null))
    document.documentElement.dataset.alive = ''
    replayEarlyActs()
  }, [])
  useEffect(() => {
    if (memberId !== undefined && servedToNobody.delete(queries)) void queries.invalidateQueries()
  }, [queries, memberId])
  return null
}

const whenIdle = (act: () => void) =>
  'requestIdleCallback' in window ? requestIdleCallback(act) : setTimeout(act, 1_000) // Safari

/** Query clients whose data a server asked for, as somebody signed out. */
export const servedToNobody = new WeakSet<QueryClient>()
