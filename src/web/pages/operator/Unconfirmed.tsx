import { confirmOutcome, declineOutcome, listUnconfirmedOutcomes } from '../../../client/operator/outcomes.ts'
import { PersonName } from '../../../react/components/shared/PersonName.tsx'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { timeAgo } from '../../../react/format.ts'
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
      <h2 id="unconfirmed-title">To be confirmed</h2>
      <Endless list={outcomes} none="No outcome waits for somebody without an interest in it.">
        {(rows) => (
          <ul className="operator-list">
            {rows.map((outcome) => (
              <li key={outcome.id}>
                <p className="pd-small pd-quiet">
                  <Link href={`/vehicles/${outcome.vehicleId}/forecast`}>{outcome.vehicle}</Link>, reported by{' '}
                  {outcome.reporter ? <PersonName person={outcome.reporter} /> : 'somebody whose account is gone'}{' '}
                  <time dateTime={outcome.reportedAt}>{timeAgo(outcome.reportedAt, now)}</time>
                </p>
                <OutcomeNote outcome={outcome} />
                {outcome.isOwn ? (
                  <p className="pd-small pd-quiet">You have a part in this. Another operator confirms it.</p>
                ) : (
                  <p className="pd-row">
                    <button
                      type="button"
                      className="pd-button"
                      onClick={() =>
                        act({
                          key: `confirm ${outcome.id}`,
                          title: 'Confirm this outcome',
                          says: 'It counts: the questions that it answers close to bets, and their dispute windows begin. Look at the evidence first.',
                          confirm: 'Confirm it',
                          run: async (client, reason) => {
                            await confirmOutcome(client, outcome.id, reason)
                            return `The outcome of ${outcome.vehicle} is confirmed, and answers what was asked.`
                          },
                        })
                      }
                    >
                      Confirm it
                    </button>
                    <button
                      type="button"
                      className="pd-link"
                      onClick={() =>
                        act({
                          key: `decline ${outcome.id}`,
                          title: 'Decline this report',
                          says: 'It does not count, and others see it no more. Whoever reported it reads your reason, and may enter another.',
                          confirm: 'Decline it',
                          run: async (client, reason) => {
                            await declineOutcome(client, outcome.id, reason)
                            return `The report on ${outcome.vehicle} is declined, and its reporter is told why.`
                          },
                        })
                      }
                    >
                      Decline it
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
