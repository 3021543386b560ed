import type { MouseEvent } from 'react'
import { say } from '../../../react/language/say.ts'
import { type Asked, filterNames } from './query.ts'
import { filterTitles, titleOf } from './titles.ts'

/** What narrows, each to be taken away by itself, also while the form is folded. */
export function Chips({ asked, onAsk }: { asked: Asked; onAsk: (change: Partial<Asked>) => void }) {
  const chosen = filterNames.flatMap((name) => (asked[name] ? [{ name, value: String(asked[name]) }] : []))
  if (chosen.length === 0) return null
  return (
    <ul className="find-chips" aria-label={say('Filters in use')}>
      {chosen.map(({ name, value }) => (
        <li key={name}>
          <button
            type="button"
            className="find-chip"
            onClick={(event) => {
              keepFocus(event)
              onAsk({ [name]: null })
            }}
          >
            <span className="pd-hidden">{say('Remove')} </span>
            {say(filterTitles[name])}: {titleOf(name, value)}
            <span aria-hidden="true"> ×</span>
          </button>
        </li>
      ))}
      {chosen.length > 1 && (
        <li>
          <button
            type="button"
            className="find-chip find-chip-all"
            onClick={() => {
              toFilters()
              onAsk(Object.fromEntries(filterNames.map((name) => [name, null])))
            }}
          >
            {say('Remove all')}
          </button>
        </li>
      )}
    </ul>
  )
}

/** The chip that was pressed goes: the focus moves on to the one beside it, or to the filters once none is left. */
function keepFocus({ currentTarget }: MouseEvent<HTMLElement>): void {
  const chips = [
    ...(currentTarget.closest('ul')?.querySelectorAll<HTMLElement>('.find-chip:not(.find-chip-all)') ?? []),
  ]
  const place = chips.indexOf(currentTarget)
  const beside = chips[place + 1] ?? chips[place - 1]
  if (beside) beside.focus()
  else toFilters()
}

const toFilters = () => document.querySelector<HTMLElement>('.find-filters > summary')?.focus()
