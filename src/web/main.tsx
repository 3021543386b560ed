import './react-first.ts'
import { hydrate } from '@tanstack/react-query'
import { type ReactNode, StrictMode, startTransition } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { holdTime } from '../react/clock.ts'
import { createQueries } from '../react/hooks/PaddockProvider.tsx'
import { App, type Beginning, servedToNobody } from './App.tsx'
import { clientOf } from './config.ts'
import { loadLanguage, wanted } from './language.ts'
import { loadPageAt } from './routes.tsx'
import { read } from './start.ts'
import '../react/styles.css'
import './web.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has lost its #root.')
const carried = document.getElementById('paddock')?.textContent
const start = carried ? read(carried) : null
// What somebody signed out may not see comes as a page that says so, without data: whoever may see it is shown it anew.
const isRendered = root.hasChildNodes() && start?.queries != null
// What a server rendered is taken over in its language.
if (!isRendered) document.documentElement.lang = wanted()
const language = loadLanguage(document.documentElement.lang).catch(() => undefined) // then in English

/** Shows the page once its words are there: `draw` gets it whole. */
const show = (beginning: Beginning | null, draw: (app: ReactNode) => void) =>
  language.then((language) =>
    draw(
      <StrictMode>
        <App beginning={beginning} language={language} />
      </StrictMode>,
    ),
  )

if (start) {
  const queries = createQueries()
  if (start.queries) {
    // The server keeps no page whose data has changed: it is as fresh as if it had been asked for now. Of a page that the service
    // worker kept, all is asked for once the server is reached (OfflineNotice).
    const dataUpdatedAt = Date.now()
    for (const { state } of start.queries.queries) state.dataUpdatedAt = dataUpdatedAt
    hydrate(queries, start.queries)
    servedToNobody.add(queries)
  }
  const beginning = { client: clientOf(start.config), queries, isRendered }
  if (isRendered) {
    holdTime(start.at)
    // Not awaited: the page's code needs this file's, which would not be there before that.
    loadPageAt(location.pathname)
      .catch(() => {}) // the page itself says so
      .then(() => show(beginning, (app) => startTransition(() => void hydrateRoot(root, app)))) // in slices, so that taps come between
  } else {
    void show(beginning, (app) => createRoot(root).render(app))
  }
} else {
  void show(null, (app) => createRoot(root).render(app))
}
