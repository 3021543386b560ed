import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { FetchInProcess } from '../fetch-in-process.ts'
import { renderModule } from '../paths.ts'
import type { PageLanguage } from './language.ts'

export type Rendered = {
  /** What stands in the root element; empty unless asked for. */
  html: string
  /** JSON for the page, safe inside a script element. */
  start: string
  title: string | null
  /** Nothing is at this address that somebody signed out may see. */
  missing: boolean
  /** Every question that the page asked was answered. */
  isWhole: boolean
  /** The vehicle that the page is about, if it is about one. */
  vehicle: { id: string; name: string; description: string | null } | null
}

/** What `src/web/render.tsx` exports, which Vite packs with all that it needs. */
export type Render = (options: {
  pathname: string
  search: string
  lang: PageLanguage
  config: { url: string; publishableKey: string }
  fetch: FetchInProcess
  /** Whether HTML is wanted beside the data. */
  markup: boolean
  report: (error: unknown) => void
}) => Promise<Rendered>

let loading: Promise<Render | null> | null = null

/** Null where the page has not been built; told once where it is broken. */
export function loadRender(report: (error: unknown) => void): Promise<Render | null> {
  if (!loading && !existsSync(renderModule)) return Promise.resolve(null)
  loading ??= import(pathToFileURL(renderModule).href).then(
    (module: { render: Render }) => module.render,
    (error: unknown) => {
      report(error)
      return null
    },
  )
  return loading
}
