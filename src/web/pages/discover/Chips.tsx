import { type Asked, filterNames } from './query.ts'
import { filterTitles, titleOf } from './titles.ts'

/** What narrows, each to be taken away by itself, also while the form is folded. */
export function Chips({ asked, onAsk }: { asked: Asked; onAsk: (change: Partial<Asked>) => void }) {
  const chosen = filterNames.flatMap((name) => (asked[name] ? [{ name, value: String(asked[name]) }] : []))
  if (chosen.length === 0) return null
  return (
    <ul className="find-chips" aria-label="Filters in use">
      {chosen.map(({ name, value }) => (
        <li key={name}>
          <button type="button" className="find-chip" onClick={() => onAsk({ [name]: null })}>
            <span className="pd-hidden">Remove </span>
            {filterTitles[name]}: {titleOf(name, value)}
            <span aria-hidden="true"> ×</span>
          </button>
        </li>
      ))}
      {chosen.length > 1 && (
        <li>
          <button
            type="button"
            className="find-chip find-chip-all"
            onClick={() => onAsk(Object.fromEntries(filterNames.map((name) => [name, null])))}
          >
            Remove all
          </button>
        </li>
      )}
    </ul>
  )
}
