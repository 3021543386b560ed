import type { Reason } from '../../../client/votes.ts'
import { count, moneyIn, nameOf, timeAgo } from '../../format.ts'
import { say } from '../../language/say.ts'
import { PersonName } from '../shared/PersonName.tsx'

type ReasonListProps = {
  reasons: Reason[]
  memberId: string | null
  /** Ids of the voters whose reasons the member finds useful. */
  marked: string[]
  onMark: (voterId: string, useful: boolean) => void
}

/** Why people vote as they do. What most find useful comes first; of one's own reason only the count is shown. */
export function ReasonList({ reasons, memberId, marked, onMark }: ReasonListProps) {
  if (reasons.length === 0) return null
  return (
    <ul className="pd-reasons" aria-label={say('Reasons, the most useful first')}>
      {reasons.map((reason) => (
        <li key={reason.voter.id}>
          <b>{reason.vote === 'yes' ? say('Yes') : say('No')}</b>
          <div>
            <q>{reason.reason}</q>
            <div className="pd-reason-foot">
              <p className="pd-small pd-soft">
                <PersonName person={reason.voter} />, {timeAgo(reason.votedAt)}
                {reason.estimatedValue !== null &&
                  `, ${say('expects {price}', { price: moneyIn(reason.currency, reason.estimatedValue) })}`}
              </p>
              {reason.voter.id === memberId ? (
                <p className="pd-small pd-soft">
                  {reason.usefulCount > 0 &&
                    say('{usefulCount} person found it useful|{usefulCount} people found it useful', {
                      usefulCount: reason.usefulCount,
                    })}
                </p>
              ) : (
                <Useful
                  name={nameOf(reason.voter)}
                  people={reason.usefulCount}
                  mine={marked.includes(reason.voter.id)}
                  onChange={(useful) => onMark(reason.voter.id, useful)}
                />
              )}
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}

type UsefulProps = { name: string; people: number; mine: boolean; onChange: (useful: boolean) => void }

function Useful({ name, people, mine, onChange }: UsefulProps) {
  return (
    <button
      type="button"
      className="pd-link pd-useful"
      aria-pressed={mine}
      aria-label={
        people > 0
          ? say(
              'The reason of {name} is useful, {people} person thinks so|The reason of {name} is useful, {people} people think so',
              { people, name },
            )
          : say('The reason of {name} is useful', { name })
      }
      onClick={() => onChange(!mine)}
    >
      {say('Useful')}
      {people > 0 && ` ${count(people)}`}
    </button>
  )
}
