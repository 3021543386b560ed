import type { SourceHealth } from '../../../client/library.ts'
import { crawlSourceNow, pauseSource } from '../../../client/operator/sources.ts'
import { plural, timeAgo, timeUntil } from '../../../react/format.ts'
import { useAct } from './Acting.tsx'

const isSite = ({ url, lastCrawlAt, nextCrawlAt }: SourceHealth) =>
  lastCrawlAt !== null || nextCrawlAt !== null || /^https?:/.test(url ?? '')

const isRunning = ({ lastCrawlAt, lastCrawlEndedBy }: SourceHealth) => lastCrawlAt !== null && lastCrawlEndedBy === null

/** How the last crawl went, and when the next one is due. */
export function crawlInWords(source: SourceHealth, now: number): string {
  const { lastCrawlAt, nextCrawlAt, pages, failed } = source
  if (!isSite(source)) return 'Added as files.'
  const next = nextCrawlAt ? `The next one is due ${timeUntil(nextCrawlAt, now)}.` : 'No crawl is planned.'
  if (!lastCrawlAt) return `Not crawled yet. ${next}`
  if (isRunning(source)) return `A crawl is on its way, begun ${timeAgo(lastCrawlAt, now)}. ${next}`
  const went = `${plural(pages ?? 0, 'page')}${failed ? `, ${failed} of them failed` : ''}`
  return `Last crawled ${timeAgo(lastCrawlAt, now)}: ${went}. ${next}`
}

/** A source that is a site is crawled now, or not until somebody says so. */
export function SourceActs({ source }: { source: SourceHealth }) {
  const act = useAct()
  const { sourceId, title, nextCrawlAt } = source
  if (!isSite(source)) return null
  return (
    <p className="pd-row">
      <button
        type="button"
        className="pd-button"
        onClick={() =>
          act({
            key: `crawl ${sourceId}`,
            title: 'Crawl now',
            says: `A crawl of ${title} begins within seconds, with the manners and budgets that it always has.`,
            confirm: 'Crawl now',
            run: async (client, reason) => {
              await crawlSourceNow(client, sourceId, reason)
              return `${title} is due. Its crawl begins within seconds.`
            },
          })
        }
      >
        Crawl now
      </button>
      {(nextCrawlAt || isRunning(source)) && (
        <button
          type="button"
          className="pd-button"
          onClick={() =>
            act({
              key: `pause ${sourceId}`,
              title: 'Pause it',
              says: `${title} is not crawled until somebody says “Crawl now”; a crawl that is on its way ends. What it has stays in search.`,
              confirm: 'Pause it',
              run: async (client, reason) => {
                await pauseSource(client, sourceId, reason)
                return `${title} is paused.`
              },
            })
          }
        >
          Pause
        </button>
      )}
    </p>
  )
}
