import { confirmOutcome, declineOutcome, listUnconfirmedOutcomes } from '../../../client/operator/outcomes.ts'
import { PersonName } from '../../../react/components/shared/PersonName.tsx'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { timeAgo } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
import { Link } from '../../router.tsx'
import { useAct } from './Acting.tsx'
import { Endless } from './Endless.tsx'
import { OutcomeNote } from './OutcomeNote.tsx'
import { useList } from './use-operator.ts'

/** Outcomes that somebody with an interest in them has reported, and that count once they are confirmed. */
export function Unconfirmed() {
  const act = useAct()
  const now = useNow()
  const outcomes = useList(['unconfirmed'], listUnconfirmedOutcomes)
  return (
    <section aria-labelledby="unconfirmed-title">
      <h2 id="unconfirmed-title">{say('To be confirmed')}</h2>
      <Endless list={outcomes} none={say('No outcome waits for somebody without an interest in it.')}>
        {(rows) => (
          <ul className="operator-list">
            {rows.map((outcome) => (
              <li key={outcome.id}>
                <p className="pd-small pd-quiet">
                  {say('{link}, reported by', {
                    link: <Link href={`/vehicles/${outcome.vehicleId}/forecast`}>{outcome.vehicle}</Link>,
                  })}{' '}
                  {outcome.reporter ? <PersonName person={outcome.reporter} /> : say('somebody whose account is gone')}{' '}
                  <time dateTime={outcome.reportedAt}>{timeAgo(outcome.reportedAt, now)}</time>
                </p>
                <OutcomeNote outcome={outcome} />
                {outcome.isOwn ? (
                  <p className="pd-small pd-quiet">{say('You have a part in this. Another operator confirms it.')}</p>
                ) : (
                  <p className="pd-row">
                    <button
                      type="button"
                      className="pd-button"
                      onClick={() =>
                        act({
                          key: `confirm ${outcome.id}`,
                          title: say('Confirm this outcome'),
                          says: say(
                            'It counts: the questions that it answers close to bets, and their dispute windows begin. Look at the evidence first.',
                          ),
                          confirm: say('Confirm it'),
                          run: async (client, reason) => {
                            await confirmOutcome(client, outcome.id, reason)
                            return say('The outcome of {vehicle} is confirmed, and answers what was asked.', {
                              vehicle: outcome.vehicle,
                            })
                          },
                        })
                      }
                    >
                      {say('Confirm it')}
                    </button>
                    <button
                      type="button"
                      className="pd-link"
                      onClick={() =>
                        act({
                          key: `decline ${outcome.id}`,
                          title: say('Decline this report'),
                          says: say(
                            'It does not count, and others see it no more. Whoever reported it reads your reason, and may enter another.',
                          ),
                          confirm: say('Decline it'),
                          run: async (client, reason) => {
                            await declineOutcome(client, outcome.id, reason)
                            return say('The report on {vehicle} is declined, and its reporter is told why.', {
                              vehicle: outcome.vehicle,
                            })
                          },
                        })
                      }
                    >
                      {say('Decline it')}
                    </button>
                  </p>
                )}
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </section>
  )
}
