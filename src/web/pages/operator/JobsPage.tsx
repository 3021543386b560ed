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
import { timeAgo, timeUntil } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
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
        <h2 id="set-aside-title">{say('Set aside')}</h2>
        <Endless list={setAside} none={say('Nothing is set aside: every item of every job was done.')}>
          {(rows) => (
            <table className="operator-table">
              <thead>
                <tr>
                  <th scope="col">{say('Work and item')}</th>
                  <th scope="col">{say('Why it failed')}</th>
                  <th scope="col">{say('Tries')}</th>
                  <th scope="col">{say('Next try')}</th>
                  <th scope="col">
                    <span className="pd-hidden">{say('What to do')}</span>
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
        <h2 id="jobs-title">{say('Jobs')}</h2>
        {jobs.error && !jobs.data && <LoadFailure error={jobs.error} onRetry={jobs.refetch} />}
        {!jobs.data && !jobs.error && <Waiting />}
        {jobs.data && (
          <table className="operator-table">
            <thead>
              <tr>
                <th scope="col">{say('Job')}</th>
                <th scope="col">{say('Every')}</th>
                <th scope="col">{say('Last success')}</th>
                <th scope="col">{say('Last error')}</th>
                <th scope="col">
                  <span className="pd-hidden">{say('What to do')}</span>
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
        <span lang="en">{inWords(work)}</span> <small>{item}</small>
      </th>
      <td data-title={say('Why it failed')}>{error}</td>
      <td data-title={say('Tries')}>
        {say('{tries}, first {firstFailedAt}', { tries, firstFailedAt: timeAgo(firstFailedAt, now) })}
      </td>
      <td data-title={say('Next try')}>{timeUntil(nextTryAt, now)}</td>
      <td>
        <button
          type="button"
          className="pd-link"
          onClick={() =>
            act({
              key: `retry ${work} ${item}`,
              title: say('Try it now'),
              says: say('The next run of its job takes it. If it fails again, it waits twice as long as before.'),
              confirm: say('Try it now'),
              run: async (client, reason) => {
                await retryWork(client, { work, item }, reason)
                return say('It is due now. It leaves this list once it is done.')
              },
            })
          }
        >
          {say('Try now')}
          <span className="pd-hidden"> {item}</span>
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
      <th scope="row" lang="en">
        {inWords(name)}
      </th>
      <td data-title={say('Every')}>{everyInWords(every)}</td>
      <td data-title={say('Last success')}>{lastSuccessAt ? timeAgo(lastSuccessAt, now) : say('never')}</td>
      <td data-title={say('Last error')}>{lastError ? <strong>{lastError}</strong> : say('none@error')}</td>
      <td>
        <button
          type="button"
          className="pd-link"
          onClick={() =>
            act({
              key: `run ${name}`,
              title: say('Run it now'),
              says: say('The job “{inWords}” runs at once, as it does by itself. It is safe to run twice.', {
                inWords: inWords(name),
              }),
              confirm: say('Run it now'),
              run: async (client, reason) => {
                const error = await runJobNow(client, name, reason)
                return error === null
                  ? say('“{inWords}” went well.', { inWords: inWords(name) })
                  : say('“{inWords}” failed: {error}', { inWords: inWords(name), error })
              },
            })
          }
        >
          {say('Run now')}
          <span className="pd-hidden" lang="en">
            {' '}
            {inWords(name)}
          </span>
        </button>
      </td>
    </tr>
  )
}

/** "00:01:00" is a minute. */
function everyInWords(interval: string): string {
  const [hours = 0, minutes = 0, seconds = 0] = interval.split(':').map(Number)
  if (interval.includes('day')) return say('1 day')
  if (hours > 0) return say('{hours} hour|{hours} hours', { hours })
  return minutes > 0
    ? say('{minutes} minute|{minutes} minutes', { minutes })
    : say('{seconds} second|{seconds} seconds', { seconds })
}
