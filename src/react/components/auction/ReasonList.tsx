import type { Reason } from '../../../client/votes.ts'
import { count, moneyIn, nameOf, plural, timeAgo } from '../../format.ts'
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
    <ul className="pd-reasons" aria-label="Reasons, the most useful first">
      {reasons.map((reason) => (
        <li key={reason.voter.id}>
          <b>{reason.vote === 'yes' ? 'Yes' : 'No'}</b>
          <div>
            <q>{reason.reason}</q>
            <div className="pd-reason-foot">
              <p className="pd-small pd-soft">
                <PersonName person={reason.voter} />, {timeAgo(reason.votedAt)}
                {reason.estimatedValue !== null && `, expects ${moneyIn(reason.currency, reason.estimatedValue)}`}
              </p>
              {reason.voter.id === memberId ? (
                <p className="pd-small pd-soft">
                  {reason.usefulCount > 0 && `${plural(reason.usefulCount, 'person', 'people')} found it useful`}
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
      aria-label={`The reason of ${name} is useful${people > 0 ? `, ${plural(people, 'person thinks', 'people think')} so` : ''}`}
      onClick={() => onChange(!mine)}
    >
      Useful{people > 0 && ` ${count(people)}`}
    </button>
  )
}
