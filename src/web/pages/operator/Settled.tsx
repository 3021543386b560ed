import { listSettledQuestions, reverseSettlement, type SettledQuestion } from '../../../client/operator/disputes.ts'
import { resultInWords } from '../../../react/components/bets/claims.ts'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { points, timeAgo } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
import { Link } from '../../router.tsx'
import { useAct } from './Acting.tsx'
import { Endless } from './Endless.tsx'
import { titleOf } from './question-title.ts'
import { useList } from './use-operator.ts'

/** What was settled, and how to take it back where it was wrong. */
export function Settled() {
  const settled = useList(['settled'], listSettledQuestions)
  return (
    <section aria-labelledby="settled-title">
      <h2 id="settled-title">{say('Settled')}</h2>
      <Endless list={settled} none={say('No question has been settled yet.')}>
        {(rows) => (
          <ul className="operator-list">
            {rows.map((row) => (
              <li key={`${row.vehicleId} ${row.question} ${row.round}`}>
                <Question row={row} />
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </section>
  )
}

function Question({ row }: { row: SettledQuestion }) {
  const act = useAct()
  const now = useNow()
  const { vehicleId, vehicle, question, result, type, settledAt, bets, staked, isAnnulled, isOwn, isOver } = row
  const title = titleOf(row)
  const time = <time dateTime={settledAt}>{timeAgo(settledAt, now)}</time>
  const ended = { bets, staked: points(staked), time }
  return (
    <article>
      <h3>{title}</h3>
      <p className="pd-small pd-quiet">
        <Link href={`/vehicles/${vehicleId}/forecast`}>{vehicle}</Link>
        {row.round > 1 && say(', round {round}', { round: row.round })}
        {isAnnulled
          ? say(
              ', {bets} bet with {staked} points, annulled {time}|, {bets} bets with {staked} points, annulled {time}',
              ended,
            )
          : say(
              ', {bets} bet with {staked} points, settled {time}|, {bets} bets with {staked} points, settled {time}',
              ended,
            )}
      </p>
      <p>{result && resultInWords(result, type)}</p>
      {!isOwn && !isOver && (
        <p>
          <button
            type="button"
            className="pd-link"
            onClick={() =>
              act({
                key: `reverse ${vehicleId} ${question}`,
                title: say('Reverse this settlement'),
                says: say(
                  'Points and scores are as they were before, stakes are held again, and the question is disputed, so that it can be decided anew. What somebody has spent meanwhile is owed.',
                ),
                confirm: say('Reverse it'),
                run: async (client, reason) => {
                  await reverseSettlement(client, vehicleId, question, reason)
                  return say('“{title}” is disputed again. Decide it above.', { title })
                },
              })
            }
          >
            {say('Reverse')}
            <span className="pd-hidden"> {title}</span>
          </button>
        </p>
      )}
    </article>
  )
}
