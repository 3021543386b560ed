import type { SourceHealth } from '../../../client/library.ts'
import { crawlSourceNow, pauseSource } from '../../../client/operator/sources.ts'
import { timeAgo, timeUntil } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
import { useAct } from './Acting.tsx'

const isSite = ({ url, lastCrawlAt, nextCrawlAt }: SourceHealth) =>
  lastCrawlAt !== null || nextCrawlAt !== null || /^https?:/.test(url ?? '')

const isRunning = ({ lastCrawlAt, lastCrawlEndedBy }: SourceHealth) => lastCrawlAt !== null && lastCrawlEndedBy === null

/** How the last crawl went, and when the next one is due. */
export function crawlInWords(source: SourceHealth, now: number): string {
  const { lastCrawlAt, nextCrawlAt, pages, failed } = source
  if (!isSite(source)) return say('Added as files.')
  const next = nextCrawlAt
    ? say('The next one is due {nextCrawlAt}.', { nextCrawlAt: timeUntil(nextCrawlAt, now) })
    : say('No crawl is planned.')
  if (!lastCrawlAt) return say('Not crawled yet. {next}', { next })
  if (isRunning(source))
    return say('A crawl is on its way, begun {lastCrawlAt}. {next}', { lastCrawlAt: timeAgo(lastCrawlAt, now), next })
  const went = `${say('{value} page|{value} pages', { value: pages ?? 0 })}${failed ? say(', {failed} of them failed', { failed }) : ''}`
  return say('Last crawled {lastCrawlAt}: {went}. {next}', { lastCrawlAt: timeAgo(lastCrawlAt, now), went, next })
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
            title: say('Crawl now'),
            says: say('A crawl of {title} begins within seconds, with the manners and budgets that it always has.', {
              title,
            }),
            confirm: say('Crawl now'),
            run: async (client, reason) => {
              await crawlSourceNow(client, sourceId, reason)
              return say('{title} is due. Its crawl begins within seconds.', { title })
            },
          })
        }
      >
        {say('Crawl now')}
      </button>
      {(nextCrawlAt || isRunning(source)) && (
        <button
          type="button"
          className="pd-button"
          onClick={() =>
            act({
              key: `pause ${sourceId}`,
              title: say('Pause it'),
              says: say(
                '{title} is not crawled until somebody says “Crawl now”; a crawl that is on its way ends. What it has stays in search.',
                { title },
              ),
              confirm: say('Pause it'),
              run: async (client, reason) => {
                await pauseSource(client, sourceId, reason)
                return say('{title} is paused.', { title })
              },
            })
          }
        >
          {say('Pause')}
        </button>
      )}
    </p>
  )
}
