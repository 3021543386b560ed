import { decideDispute, listOpenDisputes, type OpenDispute } from '../../../client/operator/disputes.ts'
import { resultInWords } from '../../../react/components/bets/claims.ts'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { plural, points, timeAgo } from '../../../react/format.ts'
import { Link } from '../../router.tsx'
import { useAct } from './Acting.tsx'
import { Endless } from './Endless.tsx'
import { Objections } from './Objections.tsx'
import { OutcomeNote } from './OutcomeNote.tsx'
import { titleOf } from './question-title.ts'
import { Settled } from './Settled.tsx'
import { Unconfirmed } from './Unconfirmed.tsx'
import { useList } from './use-operator.ts'

/** Answers that somebody objects to, each with what can be decided and what that does. */
export function DisputesPage() {
  const disputes = useList(['disputes'], listOpenDisputes)
  return (
    <>
      <section aria-label="Disputes">
        <Endless list={disputes} none="No answer is disputed.">
          {(rows) => (
            <ul className="operator-list">
              {rows.map((dispute) => (
                <li key={`${dispute.vehicleId} ${dispute.question}`}>
                  <Dispute dispute={dispute} />
                </li>
              ))}
            </ul>
          )}
        </Endless>
      </section>
      <Unconfirmed />
      <Settled />
    </>
  )
}

function Dispute({ dispute }: { dispute: OpenDispute }) {
  const now = useNow()
  const { vehicleId, vehicle, result, type, bets, staked, choices } = dispute
  return (
    <article>
      <h2>{titleOf(dispute)}</h2>
      <p className="pd-small pd-quiet">
        <Link href={`/vehicles/${vehicleId}/forecast`}>{vehicle}</Link>
        {dispute.round > 1 && `, round ${dispute.round}`}, {plural(bets, 'bet')} with {points(staked)} points at stake,
        disputed <time dateTime={dispute.since}>{timeAgo(dispute.since, now)}</time>
      </p>
      <p className="operator-words">
        {result ? resultInWords(result, type) : 'No answer is proposed.'}
        {dispute.reason && !dispute.disputes.some(({ reason }) => reason === dispute.reason) && (
          <span className="pd-small pd-soft"> {dispute.reason}</span>
        )}
      </p>
      <Objections label="Objections" objections={dispute.disputes} />
      {choices.length > 0 && (
        <ul className="operator-choices" aria-label="Outcomes on record">
          {choices.map((choice) => (
            <li key={choice.id}>
              <OutcomeNote
                outcome={{ ...choice, modification: dispute.modification }}
                isProposed={choice.id === dispute.outcomeId}
              />
            </li>
          ))}
        </ul>
      )}
      {dispute.isOwn ? (
        <p className="pd-small pd-quiet">You own this car or have bet on it. Another operator decides it.</p>
      ) : (
        <Decide dispute={dispute} />
      )}
    </article>
  )
}

function Decide({ dispute }: { dispute: OpenDispute }) {
  const act = useAct()
  const { result, type } = dispute
  const key = `dispute ${dispute.vehicleId} ${dispute.question}`
  const others = dispute.choices.filter(({ id }) => id !== dispute.outcomeId || result === null)
  const shown = 'Your reason is shown with the question.'
  return (
    <p className="pd-row">
      {result && (
        <button
          type="button"
          className="pd-button"
          onClick={() =>
            act({
              ...{ key, title: 'Reject the dispute', confirm: 'Let the answer stand' },
              says: `“${resultInWords(result, type)}” stands. Within a minute it is final, bets are scored and points paid. ${shown}`,
              run: async (client, reason) => {
                await decideDispute(client, dispute, { decision: 'reject' }, reason)
                return 'The dispute is rejected. The answer stands, and is settled within a minute.'
              },
            })
          }
        >
          Reject the dispute
        </button>
      )}
      {others.map((choice) => (
        <button
          key={choice.id}
          type="button"
          className="pd-button"
          onClick={() =>
            act({
              ...{ key, title: 'Decide by another outcome', confirm: 'Decide by it' },
              says: `“${resultInWords(choice.result, type)}” becomes the answer. Within a minute it is final, bets are scored and points paid. ${shown}`,
              run: async (client, reason) => {
                await decideDispute(client, dispute, { decision: 'outcome', outcomeId: choice.id }, reason)
                return 'The dispute is upheld. The other outcome decides, and is settled within a minute.'
              },
            })
          }
        >
          Decide: {resultInWords(choice.result, type)}
        </button>
      ))}
      <button
        type="button"
        className="pd-button"
        onClick={() =>
          act({
            ...{ key, title: 'Annul the question', confirm: 'Annul it' },
            says: `There is no answer: within a minute every stake goes back, and nobody is scored. ${shown}`,
            run: async (client, reason) => {
              await decideDispute(client, dispute, { decision: 'annul' }, reason)
              return 'The dispute is upheld. The question is annulled, and every stake goes back within a minute.'
            },
          })
        }
      >
        Annul it
      </button>
    </p>
  )
}
