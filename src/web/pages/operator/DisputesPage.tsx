import { decideDispute, listOpenDisputes, type OpenDispute } from '../../../client/operator/disputes.ts'
import { resultInWords } from '../../../react/components/bets/claims.ts'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { points, timeAgo } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
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
      <section aria-label={say('Disputes')}>
        <Endless list={disputes} none={say('No answer is disputed.')}>
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
        {dispute.round > 1 && say(', round {round}', { round: dispute.round })}
        {say(
          ', {bets} bet with {staked} points at stake, disputed {time}|, {bets} bets with {staked} points at stake, disputed {time}',
          { bets, staked: points(staked), time: <time dateTime={dispute.since}>{timeAgo(dispute.since, now)}</time> },
        )}
      </p>
      <p className="operator-words">
        {result ? resultInWords(result, type) : say('No answer is proposed.')}
        {dispute.reason && !dispute.disputes.some(({ reason }) => reason === dispute.reason) && (
          <span className="pd-small pd-soft"> {dispute.reason}</span>
        )}
      </p>
      <Objections label={say('Objections')} objections={dispute.disputes} />
      {choices.length > 0 && (
        <ul className="operator-choices" aria-label={say('Outcomes on record')}>
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
        <p className="pd-small pd-quiet">{say('You own this car or have bet on it. Another operator decides it.')}</p>
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
  const shown = say('Your reason is shown with the question.')
  return (
    <p className="pd-row">
      {result && (
        <button
          type="button"
          className="pd-button"
          onClick={() =>
            act({
              ...{ key, title: say('Reject the dispute'), confirm: say('Let the answer stand') },
              says: say(
                '“{resultInWords}” stands. Within a minute it is final, bets are scored and points paid. {shown}',
                { resultInWords: resultInWords(result, type), shown },
              ),
              run: async (client, reason) => {
                await decideDispute(client, dispute, { decision: 'reject' }, reason)
                return say('The dispute is rejected. The answer stands, and is settled within a minute.')
              },
            })
          }
        >
          {say('Reject the dispute')}
        </button>
      )}
      {others.map((choice) => (
        <button
          key={choice.id}
          type="button"
          className="pd-button"
          onClick={() =>
            act({
              ...{ key, title: say('Decide by another outcome'), confirm: say('Decide by it') },
              says: say(
                '“{resultInWords}” becomes the answer. Within a minute it is final, bets are scored and points paid. {shown}',
                { resultInWords: resultInWords(choice.result, type), shown },
              ),
              run: async (client, reason) => {
                await decideDispute(client, dispute, { decision: 'outcome', outcomeId: choice.id }, reason)
                return say('The dispute is upheld. The other outcome decides, and is settled within a minute.')
              },
            })
          }
        >
          {say('Decide: {resultInWords}', { resultInWords: resultInWords(choice.result, type) })}
        </button>
      ))}
      <button
        type="button"
        className="pd-button"
        onClick={() =>
          act({
            ...{ key, title: say('Annul the question'), confirm: say('Annul it') },
            says: say('There is no answer: within a minute every stake goes back, and nobody is scored. {shown}', {
              shown,
            }),
            run: async (client, reason) => {
              await decideDispute(client, dispute, { decision: 'annul' }, reason)
              return say('The dispute is upheld. The question is annulled, and every stake goes back within a minute.')
            },
          })
        }
      >
        {say('Annul it')}
      </button>
    </p>
  )
}
