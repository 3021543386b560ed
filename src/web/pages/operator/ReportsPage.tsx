import {
  type HeldComment,
  listHeldComments,
  listHeldVotes,
  releaseComment,
  reviewHeldVotes,
} from '../../../client/operator/held.ts'
import { decideReports, listOpenReports, type OpenReport } from '../../../client/operator/reports.ts'
import { PersonName } from '../../../react/components/shared/PersonName.tsx'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { capital, plural, timeAgo } from '../../../react/format.ts'
import { useLinks } from '../../../react/links.tsx'
import { Link } from '../../router.tsx'
import { useAct } from './Acting.tsx'
import { Endless } from './Endless.tsx'
import { Objections } from './Objections.tsx'
import { useList } from './use-operator.ts'

/** What members have reported, the votes that a burst has held, and the comments that operators hold. */
export function ReportsPage() {
  const reports = useList(['reports'], listOpenReports)
  const held = useList(['held-comments'], listHeldComments)
  return (
    <>
      <section aria-label="Reports">
        <Endless list={reports} none="No report waits for a decision.">
          {(rows) => (
            <ul className="operator-list">
              {rows.map((report) => (
                <li key={report.key}>
                  <Report report={report} />
                </li>
              ))}
            </ul>
          )}
        </Endless>
      </section>
      <HeldVotes />
      <section aria-labelledby="held-title">
        <h2 id="held-title">Comments taken from view</h2>
        <Endless list={held} none="None. A comment that you take from view stands here, and can be shown again.">
          {(rows) => (
            <ul className="operator-list">
              {rows.map((comment) => (
                <li key={comment.commentId}>
                  <Held comment={comment} />
                </li>
              ))}
            </ul>
          )}
        </Endless>
      </section>
    </>
  )
}

function Report({ report }: { report: OpenReport }) {
  const act = useAct()
  const links = useLinks()
  const now = useNow()
  const { about, vehicle, vehicleId, people } = report
  const what = about.kind === 'comment' ? 'the comment' : `the value of ${about.spec}`
  const decide = (decision: 'uphold' | 'reject') =>
    act({
      key: `report ${report.key}`,
      title: decision === 'reject' ? 'Leave it as it is' : about.kind === 'comment' ? 'Take it from view' : 'Drop it',
      says:
        decision === 'reject'
          ? `${capital(what)} stays, and ${plural(people, 'report')} of it ${people === 1 ? 'is' : 'are'} closed.`
          : about.kind === 'comment'
            ? 'Only its author and the car’s owner will see it, and neither can show it again. You can.'
            : 'The value and its quotes go, and it is researched anew when somebody asks for it.',
      confirm: decision === 'reject' ? 'Leave it' : about.kind === 'comment' ? 'Take from view' : 'Drop it',
      run: async (client, reason) => {
        const decided = plural(await decideReports(client, report, decision, reason), 'report')
        if (decision === 'reject') return `Left as it was. ${decided} closed.`
        return about.kind === 'comment' ? `Taken from view. ${decided} closed.` : `Dropped. ${decided} closed.`
      },
    })
  return (
    <article>
      <p className="pd-small pd-quiet">
        <Link
          href={about.kind === 'comment' ? (links?.photo(vehicleId, about.photoId) ?? '') : `/vehicles/${vehicleId}`}
        >
          {vehicle}
        </Link>
        , {plural(people, 'report')}, <time dateTime={report.since}>{timeAgo(report.since, now)}</time>
      </p>
      {about.kind === 'comment' ? (
        <p className="operator-words">
          <q>{about.text}</q>{' '}
          <span className="pd-small pd-soft">
            <PersonName person={about.author} />
            {about.isHidden && ', hidden already'}
          </span>
        </p>
      ) : (
        <p className="operator-words">
          {capital(about.spec)}: {about.value ?? 'no value any more'}
        </p>
      )}
      <Objections label="What people say" objections={report.reports} people={people} />
      {report.isOwn ? (
        <p className="pd-small pd-quiet">You have a part in this. Another operator decides it.</p>
      ) : (
        <p className="pd-row">
          <button type="button" className="pd-button" onClick={() => decide('uphold')}>
            {about.kind === 'comment' ? 'Take from view' : 'Drop it'}
          </button>
          <button type="button" className="pd-button" onClick={() => decide('reject')}>
            Leave it
          </button>
        </p>
      )}
    </article>
  )
}

function HeldVotes() {
  const act = useAct()
  const now = useNow()
  const votes = useList(['held-votes'], listHeldVotes)
  return (
    <section aria-labelledby="held-votes">
      <h2 id="held-votes">Held votes</h2>
      <Endless list={votes} none="No car has held votes.">
        {(rows) => (
          <ul className="operator-list">
            {rows.map(({ vehicleId, vehicle, yes, no, since, isOwn }) => {
              const decide = (decision: 'count' | 'discard') =>
                act({
                  key: `votes ${vehicleId}`,
                  title: decision === 'count' ? 'Let them count' : 'Discard them',
                  says:
                    decision === 'count'
                      ? `${plural(yes + no, 'vote')} on ${vehicle} will weigh what their voters’ standing gives them.`
                      : `${plural(yes + no, 'vote')} on ${vehicle} will be neither counted nor shown, also when they are cast anew.`,
                  confirm: decision === 'count' ? 'Let them count' : 'Discard them',
                  run: async (client, reason) => {
                    const decided = await reviewHeldVotes(client, vehicleId, decision, reason)
                    if (decided === 0) return 'Nothing was left to decide: another operator was faster.'
                    return `${plural(decided, 'vote')} ${decision === 'count' ? 'released' : 'discarded'}.`
                  },
                })
              return (
                <li key={vehicleId}>
                  <p>
                    <Link href={`/vehicles/${vehicleId}`}>{vehicle}</Link>: {yes} yes, {no} no, within a short time from
                    newcomers, <time dateTime={since}>{timeAgo(since, now)}</time>
                  </p>
                  {isOwn ? (
                    <p className="pd-small pd-quiet">You have a part in this. Another operator decides it.</p>
                  ) : (
                    <p className="pd-row">
                      <button type="button" className="pd-button" onClick={() => decide('count')}>
                        Let them count
                      </button>
                      <button type="button" className="pd-button" onClick={() => decide('discard')}>
                        Discard them
                      </button>
                    </p>
                  )}
                </li>
              )
            })}
          </ul>
        )}
      </Endless>
    </section>
  )
}

function Held({ comment }: { comment: HeldComment }) {
  const act = useAct()
  const now = useNow()
  return (
    <article>
      <p className="operator-words">
        <q>{comment.text}</q>{' '}
        <span className="pd-small pd-soft">
          <PersonName person={comment.author} />
        </span>
      </p>
      <p className="pd-small pd-quiet">
        {comment.vehicle}, held <time dateTime={comment.heldAt}>{timeAgo(comment.heldAt, now)}</time>
        {comment.reason && `: ${comment.reason}`}
      </p>
      <p>
        <button
          type="button"
          className="pd-link"
          onClick={() =>
            act({
              key: `release ${comment.commentId}`,
              title: 'Show it again',
              says: 'Everybody who sees the car will see the comment, unless its owner had hidden it before.',
              confirm: 'Show it again',
              run: async (client, reason) => {
                await releaseComment(client, comment.commentId, reason)
                return 'The comment is shown again.'
              },
            })
          }
        >
          Show it again
        </button>
      </p>
    </article>
  )
}
