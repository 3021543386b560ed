import type { Readable } from 'node:stream'
import { createClient } from '@supabase/supabase-js'
import { dehydrate, type QueryClient } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { prerenderToNodeStream } from 'react-dom/static'
import type { Database } from '../client/database.generated.ts'
import { isPaddockError } from '../client/errors.ts'
import { askForVersions } from '../client/live/ask.ts'
import { keys } from '../react/hooks/keys.ts'
import { createQueries } from '../react/hooks/PaddockProvider.tsx'
import type { Render } from '../server/page/render.ts'
import { App } from './App.tsx'
import { loadLanguage } from './language.ts'
import { type Served, ServedContext } from './router.tsx'
import { write } from './start.ts'

/** Of a client that stands nowhere: in what is rendered the addresses of this server begin with a slash. */
const nowhere = `http://${crypto.randomUUID()}.invalid`

/** A query may need what another one answers: the photo of a vehicle, its comments. */
const mostRounds = 5

/** The page as somebody signed out sees it, with what it asked for. */
export const render: Render = async ({ pathname, search, lang, config, fetch, markup, report }) => {
  const queries = createQueries()
  const client = createClient<Database>(nowhere, config.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch },
  })
  const served: Served = { pathname, search }
  const language = await loadLanguage(lang)
  const tree = (
    <StrictMode>
      <ServedContext value={served}>
        <App beginning={{ client, queries, isRendered: true }} language={language} />
      </ServedContext>
    </StrictMode>
  )
  const [, vehicleId] = /^\/vehicles\/([^/]+)/.exec(pathname) ?? []
  if (vehicleId) {
    // Before the data: the browser is then told of what changes after that.
    const versions = await askForVersions(client, [vehicleId]).catch(() => null)
    queries.setQueryData(keys.versions(vehicleId), versions ?? undefined)
  }
  const asked = new Set<string>()
  let html = ''
  let at = Date.now()
  let isWhole = true
  for (let round = 0; round < mostRounds; round++) {
    at = Date.now()
    Object.assign(served, { title: undefined, missing: undefined })
    const { prelude } = await prerenderToNodeStream(tree, { progressiveChunkSize: Number.MAX_SAFE_INTEGER })
    html = await textOf(prelude as Readable)
    const open = unanswered(queries, asked)
    if (open.length === 0) break
    for (const { queryHash } of open) asked.add(queryHash)
    const answers = await Promise.allSettled(open.map((query) => query.fetch()))
    for (const [place, answer] of answers.entries()) {
      if (answer.status === 'fulfilled') continue
      isWhole = false
      if (isSurprise(answer.reason)) report(answer.reason)
      const failed = open[place]
      if (failed) queries.getQueryCache().remove(failed) // the browser asks again
    }
  }
  const state = dehydrate(queries)
  const vehicle = queries
    .getQueryCache()
    .findAll({ queryKey: ['vehicle'] })
    .map(({ state: { data } }) => data)
    .find(isNamed)
  const shown = (text: string) => text.replaceAll(`${nowhere}/`, '/')
  const missing = served.missing === true
  queries.clear()
  return {
    html: markup ? shown(html) : '',
    // Who is signed in may see what somebody signed out does not: of what is missing nothing is told.
    start: shown(write({ config, at, queries: missing ? null : state })),
    title: served.title ?? null,
    missing,
    isWhole,
    vehicle: vehicle
      ? {
          id: vehicle.id,
          name: [vehicle.year, vehicle.make, vehicle.model].filter(Boolean).join(' '),
          description: vehicle.description,
        }
      : null,
  }
}

/** Refusals, such as of a document that was withdrawn, are the page's to tell. */
const isSurprise = (error: unknown) => !isPaddockError(error) || error.code === 'unexpected'

type Named = { id: string; year: number | null; make: string | null; model: string | null; description: string | null }

const isNamed = (data: unknown): data is Named => typeof data === 'object' && data !== null && 'model' in data

const unanswered = (queries: QueryClient, asked: Set<string>) =>
  queries
    .getQueryCache()
    .findAll()
    .filter((query) => {
      const { enabled } = query.options as { enabled?: unknown }
      return query.state.data === undefined && enabled !== false && !asked.has(query.queryHash)
    })

async function textOf(stream: Readable): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part as Buffer | string))
  return Buffer.concat(parts).toString()
}
