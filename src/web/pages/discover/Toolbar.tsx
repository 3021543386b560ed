import { Suspense, useEffect, useId, useRef, useState } from 'react'
import type { FindSort } from '../../../client/find.ts'
import { say } from '../../../react/language/say.ts'
import { lazyPart } from '../../../react/lazy-part.tsx'
import { Choice } from './Choice.tsx'
import { type Asked, filterNames, type View, views } from './query.ts'

// Loaded when somebody filters.
const FilterFields = lazyPart(async () => (await import('./filters.ts')).FilterFields)

const sortTitles: Record<FindSort, string> = {
  newest: 'Newest',
  attention: 'Most looked at',
  movement: 'Forecast moved most',
  readiness: 'Nearest to auction',
}
const viewTitles: Record<View, string> = { feed: 'Feed', grid: 'Grid', technical: 'Technical' }

type ToolbarProps = { asked: Asked; onAsk: (change: Partial<Asked>) => void }

export function ViewSwitch({ asked, onAsk }: ToolbarProps) {
  return (
    <fieldset className="pd-segments view-switch">
      <legend className="pd-hidden">{say('Show as')}</legend>
      {views.map((view) => (
        <button key={view} type="button" aria-pressed={asked.view === view} onClick={() => onAsk({ view })}>
          {say(viewTitles[view])}
        </button>
      ))}
    </fieldset>
  )
}

/** Words and order in sight; the other filters unfold, and stay open while one of them narrows. */
export function Toolbar({ asked, onAsk }: ToolbarProps) {
  const id = useId()
  const filters = filterNames.filter((name) => asked[name]).length
  const [isOpen, setOpen] = useState(filters > 0)
  return (
    <search className="find">
      <div className="pd-field find-words">
        <label htmlFor={`${id}q`}>{say('Find a vehicle')}</label>
        <Words id={`${id}q`} words={asked.words ?? ''} onWords={(words) => onAsk({ words })} />
      </div>
      <Choice
        id={`${id}sort`}
        label={say('Order')}
        value={asked.sort ?? 'newest'}
        titles={sortTitles}
        onChoose={(sort) => onAsk({ sort: sort as FindSort })}
      />
      <details className="pd-fold find-filters" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          {say('Filters')}
          {filters > 0 && ` (${filters})`}
        </summary>
        {isOpen && (
          <Suspense>
            <FilterFields asked={asked} onAsk={onAsk} />
          </Suspense>
        )}
      </details>
    </search>
  )
}

/** What is typed is asked for once the hand rests, so that an address is not written at every letter. */
function Words({ id, words, onWords }: { id: string; words: string; onWords: (words: string) => void }) {
  const [typed, setTyped] = useState(words)
  const said = useRef(words)
  useEffect(() => {
    if (words === said.current) return
    said.current = words
    setTyped(words) // the address has changed by itself
  }, [words])
  useEffect(() => {
    if (typed === said.current) return
    const timer = setTimeout(() => {
      said.current = typed
      onWords(typed)
    }, 200)
    return () => clearTimeout(timer)
  }, [typed, onWords])
  return (
    <input
      id={id}
      type="search"
      value={typed}
      maxLength={300}
      placeholder={say('1970 Plymouth, wagon, engine bay')}
      onChange={(event) => setTyped(event.target.value)}
    />
  )
}
