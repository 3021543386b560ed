import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import type { Hints } from '../document.ts'
import type { AllowList, GuardedFetch } from '../fetch/index.ts'
import { checkTarget } from '../fetch/target.ts'
import type { Library } from './library.ts'
import type { Outcome } from './outcome.ts'
import { readPlan } from './plan.ts'
import { addUrls, type Due, dueOf, type HeldHost, type Plan, requestUrl, restHost, takeHost } from './queue.ts'
import type { Robots } from './robots.ts'
import { createRobotsFiles, type RobotsFiles } from './robots-file.ts'
import { isInScope, normalUrl, queueOf, type Scope, scopeOf } from './scope.ts'
import { type CrawlSettings, productToken } from './settings.ts'
import { forbid, type Noted, settle } from './settle.ts'
import { visit } from './visit.ts'

export type Visited = { sourceId: string; url: string; noted: Noted | 'forbidden'; code: string | null; bytes: number }

export type CrawlerOptions = {
  sql: Sql
  guarded: GuardedFetch
  allowed: AllowList
  library: Library
  settings: CrawlSettings
  /** Of one source only; without, of all that have a run open. */
  sourceId?: string | null
  /** Nobody else visits a host that we visit for so long; a request takes at most four fifths of it. */
  leaseMs?: number
  onVisit?: (visited: Visited) => void
  report?: (problem: string) => void
}

type Source = { plan: Plan; scope: Scope; hints: Hints }

/** A pause up to here is waited out; for a longer one the host is given back. */
const shortPauseMs = 200
const atOnce = 20

/** Visits hosts one after the other. Any number may run at once, in one process or several. */
export class Crawler {
  readonly #options: CrawlerOptions
  readonly #leaseMs: number
  readonly #robots: RobotsFiles
  readonly #sources = new Map<string, Promise<Source>>()
  readonly #announced = new Set<string>()
  /** Hosts of runs that others have begun, who may fetch from them while we may not. */
  readonly #notOurs = new Set<string>()

  constructor(options: CrawlerOptions) {
    this.#options = options
    this.#leaseMs = options.leaseMs ?? 75_000
    const { sql, guarded, settings } = options
    this.#robots = createRobotsFiles({ sql, guarded, token: productToken, retryMs: settings.retryMs })
  }

  /** Takes a host that is due and works through what is due of it. @returns false where none is */
  async turn(signal: AbortSignal): Promise<boolean> {
    const { sql, sourceId = null } = this.#options
    const held = await takeHost(sql, this.#leaseMs, sourceId, this.#notOurs)
    if (!held) return false
    let kept = true
    try {
      for (const due of await dueOf(sql, held.host, atOnce, sourceId)) {
        signal.throwIfAborted()
        if (!sourceId && !this.#mayFetch(due.url)) {
          this.#notOurs.add(held.host)
          break
        }
        kept = await this.#work(held, due, signal)
        if (!kept) break
      }
    } finally {
      if (kept) await restHost(sql, held, null, { ...nothing, pauseMs: 0 })
    }
    return true
  }

  /** @returns whether the host is still ours */
  async #work(held: HeldHost, due: Due, signal: AbortSignal): Promise<boolean> {
    const { sql, library, settings, onVisit } = this.#options
    const file = await this.#robots.of(new URL(due.url).origin, signal)
    const { robots } = file
    const pauseMs = robots?.crawlDelay == null ? settings.pauseMs : robots.crawlDelay * 1000
    if (file.requested || !robots) {
      // It was a request too: the host's pause comes first.
      const rest = { ...nothing, pauseMs, problem: file.problem, retryAfterMs: file.retryAfterMs }
      await restHost(sql, held, null, rest)
      return false
    }
    const source = await this.#source(due.source_id)
    await this.#announce(due, robots, source)
    const { pathname, search } = new URL(due.url)
    if (!robots.allows(pathname + search)) {
      await forbid(due, { sql, library, maxDepth: source.plan.max_depth })
      onVisit?.({ sourceId: due.source_id, url: due.url, noted: 'forbidden', code: 'robots_forbidden', bytes: 0 })
      return true
    }
    return await this.#request(held, due, { robots, source, pauseMs }, signal)
  }

  async #request(
    held: HeldHost,
    due: Due,
    { robots, source, pauseMs }: { robots: Robots; source: Source; pauseMs: number },
    signal: AbortSignal,
  ): Promise<boolean> {
    const { sql, guarded, library, onVisit } = this.#options
    const asked = performance.now()
    const answer = await requestUrl(sql, held, due, { pauseMs, leaseMs: this.#leaseMs })
    if (answer.why === 'early') {
      await restHost(sql, held, null, { ...nothing, pauseMs: 0 })
      return false
    }
    if (answer.why !== null) return answer.why !== 'lost'
    const requested = { ...due, ...answer.known }
    const totalMs = this.#leaseMs * 0.8 - (performance.now() - asked)
    if (totalMs < this.#leaseMs / 2) return false // we were away for long; the lease may have ended
    const { scope, hints } = source
    const isUseless = (to: string, from: string) => this.#isUseless(due.source_id, to, from)
    const how = { guarded, library, hints, scope, robots, token: productToken, isUseless, totalMs, signal }
    const { outcome, fetched, bytes } = await visit(requested, how)
    const noted = await settle(requested, outcome, fetched, { sql, library, maxDepth: source.plan.max_depth })
    const trouble = outcome.what === 'failed' && outcome.host ? outcome : null
    const rest = {
      pauseMs,
      keep: pauseMs <= shortPauseMs && !trouble,
      bytes,
      problem: trouble?.reason ?? null,
      retryAfterMs: trouble?.retryAfterMs ?? null,
    }
    await restHost(sql, held, due.run_id, rest)
    onVisit?.({ sourceId: due.source_id, url: due.url, noted, code: codeOf(outcome), bytes })
    if (rest.keep && pauseMs > 0) await sleep(pauseMs, null, { signal })
    return rest.keep
  }

  #mayFetch(url: string): boolean {
    try {
      checkTarget(url, this.#options.allowed)
      return true
    } catch {
      return false
    }
  }

  /** The sitemaps of a robots.txt, once a run and origin. */
  async #announce({ run_id, source_id, url }: Due, robots: Robots, { scope }: Source): Promise<void> {
    const key = `${run_id} ${new URL(url).origin}`
    if (this.#announced.has(key)) return
    this.#announced.add(key)
    const sitemaps = robots.sitemaps.flatMap((sitemap) => normalUrl(sitemap) ?? [])
    const found = sitemaps
      .filter((sitemap) => isInScope(sitemap, { ...scope, pathPrefix: '/' }))
      .map((sitemap) => ({ url: sitemap, host: queueOf(sitemap), kind: 'sitemap' as const, changedAt: null }))
    await addUrls(this.#options.sql, source_id, found, 0)
  }

  async #isUseless(source: string, canonical: string, from: string): Promise<boolean> {
    const [known] = await this.#options.sql`
      select from app.crawl_urls where source_id = ${source} and url = ${canonical} and refusal_code is not null
        and (leads_to = ${from} or refusal_code in ('gone', 'noindex', 'robots_forbidden') or refusal_code like 'http\\_%')`
    return known !== undefined
  }

  #source(sourceId: string): Promise<Source> {
    const { sql, library } = this.#options
    const known = this.#sources.get(sourceId)
    if (known) return known
    const read = async () => {
      const plan = await readPlan(sql, sourceId)
      if (!plan) throw new Error(`The crawl plan of ${sourceId} is gone.`)
      return { plan, scope: scopeOf(plan), hints: await library.hints(sql, sourceId) }
    }
    const reading = read()
    this.#sources.set(sourceId, reading)
    reading.catch(() => this.#sources.delete(sourceId))
    return reading
  }
}

const nothing = { keep: false, bytes: 0, problem: null, retryAfterMs: null }

function codeOf(outcome: Outcome): string | null {
  if (outcome.what === 'failed') return outcome.code
  return outcome.what === 'read' ? (outcome.refusal?.code ?? null) : null
}
