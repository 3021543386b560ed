import {
  type JobHealth,
  listJobs,
  listSetAside,
  retryWork,
  runJobNow,
  type SetAside,
} from '../../../client/operator/jobs.ts'
import { LoadFailure, Waiting } from '../../../react/components/shared/LoadStates.tsx'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { plural, timeAgo, timeUntil } from '../../../react/format.ts'
import { useAct } from './Acting.tsx'
import { Endless } from './Endless.tsx'
import { useList, useRead } from './use-operator.ts'

/** What the database could not do, and how its jobs went. */
export function JobsPage() {
  const jobs = useRead(['jobs'], listJobs)
  const setAside = useList(['set-aside'], listSetAside)
  return (
    <>
      <section aria-labelledby="set-aside-title">
        <h2 id="set-aside-title">Set aside</h2>
        <Endless list={setAside} none="Nothing is set aside: every item of every job was done.">
          {(rows) => (
            <table className="operator-table">
              <thead>
                <tr>
                  <th scope="col">Work and item</th>
                  <th scope="col">Why it failed</th>
                  <th scope="col">Tries</th>
                  <th scope="col">Next try</th>
                  <th scope="col">
                    <span className="pd-hidden">What to do</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Item key={`${row.work} ${row.item}`} row={row} />
                ))}
              </tbody>
            </table>
          )}
        </Endless>
      </section>
      <section aria-labelledby="jobs-title">
        <h2 id="jobs-title">Jobs</h2>
        {jobs.error && !jobs.data && <LoadFailure error={jobs.error} onRetry={jobs.refetch} />}
        {!jobs.data && !jobs.error && <Waiting />}
        {jobs.data && (
          <table className="operator-table">
            <thead>
              <tr>
                <th scope="col">Job</th>
                <th scope="col">Every</th>
                <th scope="col">Last success</th>
                <th scope="col">Last error</th>
                <th scope="col">
                  <span className="pd-hidden">What to do</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {jobs.data.map((job) => (
                <Job key={job.name} job={job} />
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  )
}

const inWords = (name: string) => name.replaceAll('_', ' ')

function Item({ row }: { row: SetAside }) {
  const act = useAct()
  const now = useNow()
  const { work, item, error, tries, firstFailedAt, nextTryAt } = row
  return (
    <tr>
      <th scope="row">
        {inWords(work)} <small>{item}</small>
      </th>
      <td data-title="Why it failed">{error}</td>
      <td data-title="Tries">
        {tries}, first {timeAgo(firstFailedAt, now)}
      </td>
      <td data-title="Next try">{timeUntil(nextTryAt, now)}</td>
      <td>
        <button
          type="button"
          className="pd-link"
          onClick={() =>
            act({
              key: `retry ${work} ${item}`,
              title: 'Try it now',
              says: 'The next run of its job takes it. If it fails again, it waits twice as long as before.',
              confirm: 'Try it now',
              run: async (client, reason) => {
                await retryWork(client, { work, item }, reason)
                return 'It is due now. It leaves this list once it is done.'
              },
            })
          }
        >
          Try now<span className="pd-hidden"> {item}</span>
        </button>
      </td>
    </tr>
  )
}

function Job({ job }: { job: JobHealth }) {
  const act = useAct()
  const now = useNow()
  const { name, every, lastSuccessAt, lastError } = job
  return (
    <tr>
      <th scope="row">{inWords(name)}</th>
      <td data-title="Every">{everyInWords(every)}</td>
      <td data-title="Last success">{lastSuccessAt ? timeAgo(lastSuccessAt, now) : 'never'}</td>
      <td data-title="Last error">{lastError ? <strong>{lastError}</strong> : 'none'}</td>
      <td>
        <button
          type="button"
          className="pd-link"
          onClick={() =>
            act({
              key: `run ${name}`,
              title: 'Run it now',
              says: `The job “${inWords(name)}” runs at once, as it does by itself. It is safe to run twice.`,
              confirm: 'Run it now',
              run: async (client, reason) => {
                const error = await runJobNow(client, name, reason)
                return error === null ? `“${inWords(name)}” went well.` : `“${inWords(name)}” failed: ${error}`
              },
            })
          }
        >
          Run now<span className="pd-hidden"> {inWords(name)}</span>
        </button>
      </td>
    </tr>
  )
}

/** "00:01:00" is a minute. */
function everyInWords(interval: string): string {
  const [hours = 0, minutes = 0, seconds = 0] = interval.split(':').map(Number)
  if (interval.includes('day')) return '1 day'
  if (hours > 0) return plural(hours, 'hour')
  return minutes > 0 ? plural(minutes, 'minute') : plural(seconds, 'second')
}
