import {
  type HeldComment,
  type HeldPhoto,
  listHeldComments,
  listHeldPhotos,
  listHeldVotes,
  releaseComment,
  releasePhoto,
  reviewHeldVotes,
} from '../../../client/operator/held.ts'
import { decideReports, listOpenReports, type OpenReport } from '../../../client/operator/reports.ts'
import { PersonName } from '../../../react/components/shared/PersonName.tsx'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { specName } from '../../../react/components/specs/spec-names.ts'
import { capital, timeAgo } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
import { useLinks } from '../../../react/links.tsx'
import { Link } from '../../router.tsx'
import { useAct } from './Acting.tsx'
import { Endless } from './Endless.tsx'
import { Objections } from './Objections.tsx'
import { useList } from './use-operator.ts'

/** What members have reported, the votes that a burst has held, and the comments and photos that operators hold. */
export function ReportsPage() {
  const reports = useList(['reports'], listOpenReports)
  const held = useList(['held-comments'], listHeldComments)
  const photos = useList(['held-photos'], listHeldPhotos)
  return (
    <>
      <section aria-label={say('Reports')}>
        <Endless list={reports} none={say('No report waits for a decision.')}>
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
        <h2 id="held-title">{say('Comments taken from view')}</h2>
        <Endless list={held} none={say('None. A comment that you take from view stands here, and can be shown again.')}>
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
      <section aria-labelledby="held-photos-title">
        <h2 id="held-photos-title">{say('Photos taken from view')}</h2>
        <Endless list={photos} none={say('None. A photo that you take from view stands here, and can be shown again.')}>
          {(rows) => (
            <ul className="operator-list">
              {rows.map((photo) => (
                <li key={photo.photoId}>
                  <HeldPhotoItem photo={photo} />
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
  const what =
    about.kind === 'answer'
      ? say('the value of {spec}', { spec: specName(about.spec) })
      : about.kind === 'photo'
        ? say('the photo')
        : say('the comment')
  const decide = (decision: 'uphold' | 'reject') =>
    act({
      key: `report ${report.key}`,
      title:
        decision === 'reject'
          ? say('Leave it as it is')
          : about.kind === 'answer'
            ? say('Drop it')
            : say('Take it from view'),
      says:
        decision === 'reject'
          ? say(
              '{what} stays, and {people} report of it is closed.|{what} stays, and {people} reports of it are closed.',
              { what: capital(what), people },
            )
          : say(consequences[about.kind]),
      confirm:
        decision === 'reject' ? say('Leave it') : about.kind === 'answer' ? say('Drop it') : say('Take from view'),
      run: async (client, reason) => {
        const decided = say('{value} report|{value} reports', {
          value: await decideReports(client, report, decision, reason),
        })
        if (decision === 'reject') return say('Left as it was. {decided} closed.', { decided })
        return about.kind === 'answer'
          ? say('Dropped. {decided} closed.', { decided })
          : say('Taken from view. {decided} closed.', { decided })
      },
    })
  return (
    <article>
      <p className="pd-small pd-quiet">
        <Link
          href={about.kind === 'answer' ? `/vehicles/${vehicleId}` : (links?.photo(vehicleId, about.photoId) ?? '')}
        >
          {vehicle}
        </Link>
        , {say('{people} report|{people} reports', { people })},{' '}
        <time dateTime={report.since}>{timeAgo(report.since, now)}</time>
      </p>
      {about.kind === 'photo' && (
        <p className="operator-words">
          <img className="operator-photo" src={about.url} alt={about.caption ?? say('The photo')} loading="lazy" />
          {about.isHeld && <span className="pd-small pd-soft">{say('taken from view already')}</span>}
        </p>
      )}
      {about.kind === 'comment' && (
        <p className="operator-words">
          <q>{about.text}</q>{' '}
          <span className="pd-small pd-soft">
            <PersonName person={about.author} />
            {about.isHidden && say(', hidden already')}
          </span>
        </p>
      )}
      {about.kind === 'answer' && (
        <p className="operator-words">
          {specName(about.spec)}: {about.value ?? say('no value any more')}
        </p>
      )}
      <Objections label={say('What people say')} objections={report.reports} people={people} />
      {report.isOwn ? (
        <p className="pd-small pd-quiet">{say('You have a part in this. Another operator decides it.')}</p>
      ) : (
        <p className="pd-row">
          <button type="button" className="pd-button" onClick={() => decide('uphold')}>
            {about.kind === 'answer' ? say('Drop it') : say('Take from view')}
          </button>
          <button type="button" className="pd-button" onClick={() => decide('reject')}>
            {say('Leave it')}
          </button>
        </p>
      )}
    </article>
  )
}

const consequences = {
  comment: 'Only its author, who is told why, and the car’s owner will see it, and neither can show it again. You can.',
  photo: 'Only the car’s owner, who is told why, and operators will see it. You can show it again.',
  answer: 'The value and its quotes go, and it is researched anew when somebody asks for it.',
}

function HeldVotes() {
  const act = useAct()
  const now = useNow()
  const votes = useList(['held-votes'], listHeldVotes)
  return (
    <section aria-labelledby="held-votes">
      <h2 id="held-votes">{say('Held votes')}</h2>
      <Endless list={votes} none={say('No car has held votes.')}>
        {(rows) => (
          <ul className="operator-list">
            {rows.map(({ vehicleId, vehicle, yes, no, since, isOwn }) => {
              const decide = (decision: 'count' | 'discard') =>
                act({
                  key: `votes ${vehicleId}`,
                  title: decision === 'count' ? say('Let them count') : say('Discard them'),
                  says:
                    decision === 'count'
                      ? say(
                          '{value} vote on {vehicle} will weigh what their voters’ standing gives them.|{value} votes on {vehicle} will weigh what their voters’ standing gives them.',
                          { value: yes + no, vehicle },
                        )
                      : say(
                          '{value} vote on {vehicle} will be neither counted nor shown, also when they are cast anew.|{value} votes on {vehicle} will be neither counted nor shown, also when they are cast anew.',
                          { value: yes + no, vehicle },
                        ),
                  confirm: decision === 'count' ? say('Let them count') : say('Discard them'),
                  run: async (client, reason) => {
                    const decided = await reviewHeldVotes(client, vehicleId, decision, reason)
                    if (decided === 0) return say('Nothing was left to decide: another operator was faster.')
                    return decision === 'count'
                      ? say('{decided} vote released.|{decided} votes released.', { decided })
                      : say('{decided} vote discarded.|{decided} votes discarded.', { decided })
                  },
                })
              return (
                <li key={vehicleId}>
                  <p>
                    {say('{link}: {yes} yes, {no} no, within a short time from newcomers, {time}', {
                      link: <Link href={`/vehicles/${vehicleId}`}>{vehicle}</Link>,
                      yes,
                      no,
                      time: <time dateTime={since}>{timeAgo(since, now)}</time>,
                    })}
                  </p>
                  {isOwn ? (
                    <p className="pd-small pd-quiet">{say('You have a part in this. Another operator decides it.')}</p>
                  ) : (
                    <p className="pd-row">
                      <button type="button" className="pd-button" onClick={() => decide('count')}>
                        {say('Let them count')}
                      </button>
                      <button type="button" className="pd-button" onClick={() => decide('discard')}>
                        {say('Discard them')}
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
        {say('{vehicle}, held {time}', {
          vehicle: comment.vehicle,
          time: <time dateTime={comment.heldAt}>{timeAgo(comment.heldAt, now)}</time>,
        })}
        {comment.reason && `: ${comment.reason}`}
      </p>
      <p>
        <button
          type="button"
          className="pd-link"
          onClick={() =>
            act({
              key: `release ${comment.commentId}`,
              title: say('Show it again'),
              says: say('Everybody who sees the car will see the comment, unless its owner had hidden it before.'),
              confirm: say('Show it again'),
              run: async (client, reason) => {
                await releaseComment(client, comment.commentId, reason)
                return say('The comment is shown again.')
              },
            })
          }
        >
          {say('Show it again')}
        </button>
      </p>
    </article>
  )
}

function HeldPhotoItem({ photo }: { photo: HeldPhoto }) {
  const act = useAct()
  const now = useNow()
  const title = photo.url ? say('Show it again') : say('End the hold')
  return (
    <article>
      <p className="operator-words">
        {photo.url ? (
          <img className="operator-photo" src={photo.url} alt={photo.caption ?? say('The photo')} loading="lazy" />
        ) : (
          say('Removed by its owner. The same picture is refused until the hold ends.')
        )}
      </p>
      <p className="pd-small pd-quiet">
        {say('{vehicle}, held {time}', {
          vehicle: photo.vehicle,
          time: <time dateTime={photo.heldAt}>{timeAgo(photo.heldAt, now)}</time>,
        })}
        {photo.reason && `: ${photo.reason}`}
      </p>
      <p>
        <button
          type="button"
          className="pd-link"
          onClick={() =>
            act({
              key: `release ${photo.photoId}`,
              title,
              says: photo.url
                ? say('Everybody who sees the car will see the photo, with what people have said of it.')
                : say('The picture can be added again, to any car.'),
              confirm: title,
              run: async (client, reason) => {
                await releasePhoto(client, photo.photoId, reason)
                return photo.url ? say('The photo is shown again.') : say('The hold has ended.')
              },
            })
          }
        >
          {title}
        </button>
      </p>
    </article>
  )
}
