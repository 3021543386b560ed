import { Suspense, useCallback, useEffect, useState } from 'react'
import type { PaddockClient } from '../client/client.ts'
import { PaddockProvider } from '../react/hooks/PaddockProvider.tsx'
import { pagesAt } from '../react/links.tsx'
import { connect } from './config.ts'
import { useLinksInPlace, usePath } from './router.tsx'
import { pageAt } from './routes.tsx'
import { Boundary } from './shell/Boundary.tsx'
import { Failure } from './shell/Failure.tsx'
import { Shell } from './shell/Shell.tsx'

const ownPages = pagesAt(`${location.origin}/`)

export function App() {
  const [client, setClient] = useState<PaddockClient>()
  const [error, setError] = useState<Error>()
  const start = useCallback(() => {
    setError(undefined)
    connect().then(setClient, setError)
  }, [])
  useEffect(start, [start])

  if (error) return <Failure error={error} onRetry={start} />
  if (!client) return null
  return (
    <PaddockProvider client={client} links={ownPages}>
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
      <Suspense fallback={waiting}>{page}</Suspense>
    </Boundary>
  )
}
