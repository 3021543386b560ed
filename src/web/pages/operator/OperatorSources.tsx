import { useState } from 'react'
import type { SourceHealth } from '../../../client/library.ts'
import {
  addSite,
  crawlSourceNow,
  listSourceDocuments,
  listSourceHealth,
  listSourceRefusals,
  pauseSource,
  withdrawDocument,
} from '../../../client/operator/sources.ts'
import { sourceKinds } from '../../../client/sources.ts'
import { kindTitles } from '../../../client/spec-words.ts'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { plural, timeAgo, timeUntil } from '../../../react/format.ts'
import { Link } from '../../router.tsx'
import { useAct } from './Acting.tsx'
import { Endless } from './Endless.tsx'
import { useList } from './use-operator.ts'

/** How every public source is: what it holds, how its last crawl went, what was refused and why. */
export function OperatorSources() {
  const sources = useList(['sources'], listSourceHealth)
  return (
    <section aria-label="Sources">
      <AddSite />
      <Endless list={sources} none="No source yet. Add one with npx paddock sources add.">
        {(rows) => (
          <ul className="operator-list">
            {rows.map((source) => (
              <li key={source.sourceId}>
                <Source source={source} />
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </section>
  )
}

function AddSite() {
  const act = useAct()
  return (
    <p className="operator-add">
      <button
        type="button"
        className="pd-button"
        onClick={() =>
          act({
            key: 'add site',
            title: 'Add a site',
            says: 'Its crawl begins within seconds, by the manners that robots.txt and its headers ask for, and again every day. Files are added with npx paddock sources add.',
            confirm: 'Add it',
            fields: {
              url: { label: 'Address', type: 'url' },
              title: { label: 'Title' },
              kind: {
                label: 'Kind',
                value: 'article',
                options: sourceKinds
                  .filter((kind) => kind !== 'owner_document')
                  .map((kind) => [kind, kindTitles[kind] ?? kind]),
              },
              authority: {
                label: 'Authority, from 0 (anybody’s word) to 1 (the factory’s)',
                value: '0.5',
                type: 'number',
              },
              licence: { label: 'Licence', optional: true },
            },
            run: async (client, reason, { url = '', title = '', kind = '', authority, licence = '' }) => {
              await addSite(client, { url, title, kind, authority: Number(authority), licence }, reason)
              return `${title} is added. Its crawl begins within seconds.`
            },
          })
        }
      >
        Add a site
      </button>
    </p>
  )
}

type Open = 'nothing' | 'documents' | 'refusals'

function Source({ source }: { source: SourceHealth }) {
  const [open, setOpen] = useState<Open>('nothing')
  const now = useNow()
  const { title, kind, url, documents, chunks, waiting, unindexed, refused, lastError, reasons } = source
  const toggle = (what: Open) => setOpen(open === what ? 'nothing' : what)
  return (
    <article>
      <h2>{title}</h2>
      <p className="pd-small pd-quiet operator-about">{[kindTitles[kind] ?? kind, url].filter(Boolean).join(', ')}</p>
      <p>
        {plural(documents, 'document')}, {plural(chunks, 'passage')}
        {waiting > 0 && `, ${waiting} not found yet`}
        {unindexed > 0 && `, ${unindexed} that could not be indexed`}
        {'. '}
        {crawlInWords(source, now)}
      </p>
      {lastError && (
        <p role="note">
          <strong>Last error:</strong> {lastError}
        </p>
      )}
      {reasons.length > 0 && (
        <ul className="operator-objections" aria-label="Refused">
          {reasons.map(({ code, items, reason }) => (
            <li key={code}>
              {plural(items, 'page')} refused: {reason}
            </li>
          ))}
        </ul>
      )}
      <Acts source={source} />
      <p className="pd-row">
        {documents > 0 && (
          <button
            type="button"
            className="pd-link"
            aria-expanded={open === 'documents'}
            onClick={() => toggle('documents')}
          >
            Documents
          </button>
        )}
        {refused > 0 && (
          <button
            type="button"
            className="pd-link"
            aria-expanded={open === 'refusals'}
            onClick={() => toggle('refusals')}
          >
            What was refused
          </button>
        )}
      </p>
      {open === 'documents' && <Documents sourceId={source.sourceId} />}
      {open === 'refusals' && <Refusals sourceId={source.sourceId} />}
    </article>
  )
}

const isSite = ({ url, lastCrawlAt, nextCrawlAt }: SourceHealth) =>
  lastCrawlAt !== null || nextCrawlAt !== null || /^https?:/.test(url ?? '')

const isRunning = ({ lastCrawlAt, lastCrawlEndedBy }: SourceHealth) => lastCrawlAt !== null && lastCrawlEndedBy === null

function crawlInWords(source: SourceHealth, now: number): string {
  const { lastCrawlAt, nextCrawlAt, pages, failed } = source
  if (!isSite(source)) return 'Added as files.'
  const next = nextCrawlAt ? `The next one is due ${timeUntil(nextCrawlAt, now)}.` : 'No crawl is planned.'
  if (!lastCrawlAt) return `Not crawled yet. ${next}`
  if (isRunning(source)) return `A crawl is on its way, begun ${timeAgo(lastCrawlAt, now)}. ${next}`
  const went = `${plural(pages ?? 0, 'page')}${failed ? `, ${failed} of them failed` : ''}`
  return `Last crawled ${timeAgo(lastCrawlAt, now)}: ${went}. ${next}`
}

function Acts({ source }: { source: SourceHealth }) {
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

function Documents({ sourceId }: { sourceId: string }) {
  const act = useAct()
  const now = useNow()
  const documents = useList(['documents', sourceId], (client, options) =>
    listSourceDocuments(client, sourceId, options),
  )
  return (
    <Endless list={documents} none="No document is shown.">
      {(rows) => (
        <table className="operator-table">
          <thead>
            <tr>
              <th scope="col">Document</th>
              <th scope="col">Read</th>
              <th scope="col">
                <span className="pd-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, title, url, fetchedAt }) => (
              <tr key={id}>
                <th scope="row">
                  <Link href={`/documents/${id}`}>{title}</Link> <small>{url}</small>
                </th>
                <td data-title="Read">{timeAgo(fetchedAt, now)}</td>
                <td>
                  <button
                    type="button"
                    className="pd-link"
                    onClick={() =>
                      act({
                        key: `withdraw ${id}`,
                        title: 'Withdraw this document',
                        says: `“${title}” leaves search and readers at once and for good, also when its source still has it. Answers that cite it go with it.`,
                        confirm: 'Withdraw it',
                        run: async (client, reason) => {
                          await withdrawDocument(client, id, reason)
                          return `“${title}” is withdrawn.`
                        },
                      })
                    }
                  >
                    Withdraw<span className="pd-hidden"> {title}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Endless>
  )
}

function Refusals({ sourceId }: { sourceId: string }) {
  const now = useNow()
  const refusals = useList(['refusals', sourceId], (client, options) => listSourceRefusals(client, sourceId, options))
  return (
    <Endless list={refusals} none="Nothing is refused any more.">
      {(rows) => (
        <table className="operator-table">
          <thead>
            <tr>
              <th scope="col">Page</th>
              <th scope="col">Why</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ url, code, reason, at, kept }) => (
              <tr key={`${url} ${code} ${at}`}>
                <th scope="row">
                  <small>{url}</small>
                </th>
                <td data-title="Why">
                  {reason}
                  {kept && ' Its last good version is still shown.'}
                </td>
                <td data-title="When">{at ? timeAgo(at, now) : 'not known'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Endless>
  )
}
