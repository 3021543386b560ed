import { useEffect, useId, useRef, useState } from 'react'
import type { AuctionState, FilterValue, FindFilters, FindSort } from '../../../client/find.ts'
import { count } from '../../../react/format.ts'
import { useFindFilters } from '../../../react/hooks/use-find.ts'
import { useMakes } from '../../../react/hooks/use-vehicles.ts'
import { type Asked, filterNames, views } from './query.ts'
import { auctionTitles, filterTitles, sortTitles, titleOf, viewTitles } from './titles.ts'

type ToolbarProps = { asked: Asked; onAsk: (change: Partial<Asked>) => void }

export function ViewSwitch({ asked, onAsk }: ToolbarProps) {
  return (
    <fieldset className="pd-segments view-switch">
      <legend className="pd-hidden">Show as</legend>
      {views.map((view) => (
        <button key={view} type="button" aria-pressed={asked.view === view} onClick={() => onAsk({ view })}>
          {viewTitles[view]}
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
  const values = useFindFilters({ enabled: isOpen }).data
  return (
    <search className="find">
      <div className="pd-field find-words">
        <label htmlFor={`${id}q`}>Find a vehicle</label>
        <Words id={`${id}q`} words={asked.words ?? ''} onWords={(words) => onAsk({ words })} />
      </div>
      <Choice
        id={`${id}sort`}
        label="Order"
        value={asked.sort ?? 'newest'}
        titles={sortTitles}
        onChoose={(sort) => onAsk({ sort: sort as FindSort })}
      />
      <details className="pd-fold find-filters" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Filters{filters > 0 && ` (${filters})`}</summary>
        <div className="find-filter-fields">
          <Make id={`${id}make`} make={asked.make ?? ''} onMake={(make) => onAsk({ make })} />
          <Year id={`${id}from`} label="From year" value={asked.yearFrom} onYear={(yearFrom) => onAsk({ yearFrom })} />
          <Year id={`${id}to`} label="To year" value={asked.yearTo} onYear={(yearTo) => onAsk({ yearTo })} />
          {(['body', 'tag', 'place', 'question'] as const).map((name) => (
            <Values
              key={name}
              id={`${id}${name}`}
              name={name}
              value={asked[name] ?? ''}
              values={values?.[name] ?? []}
              onChoose={(value) => onAsk({ [name]: value || null })}
            />
          ))}
          <Choice
            id={`${id}vote`}
            label="Vote"
            value={asked.auction ?? ''}
            titles={{ '': 'Any', ...auctionTitles }}
            onChoose={(state) => onAsk({ auction: (state || null) as AuctionState | null })}
          />
        </div>
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
      placeholder="1970 Plymouth, wagon, engine bay"
      onChange={(event) => setTyped(event.target.value)}
    />
  )
}

type ChoiceProps = {
  id: string
  label: string
  value: string
  titles: Record<string, string>
  onChoose: (value: string) => void
}

function Choice({ id, label, value, titles, onChoose }: ChoiceProps) {
  return (
    <div className="pd-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.target.value)}>
        {Object.entries(titles).map(([each, title]) => (
          <option key={each} value={each}>
            {title}
          </option>
        ))}
      </select>
    </div>
  )
}

type ValuesProps = {
  id: string
  name: keyof FindFilters
  value: string
  values: FilterValue[]
  onChoose: (value: string) => void
}

/** What some vehicle has, with how many have it; what the address asks for stands there even where none has. */
function Values({ id, name, value, values, onChoose }: ValuesProps) {
  const known = values.some((each) => each.value === value) || value === ''
  const titles = {
    '': 'Any',
    ...(known ? {} : { [value]: titleOf(name, value) }),
    ...Object.fromEntries(values.map((each) => [each.value, `${titleOf(name, each.value)} (${count(each.vehicles)})`])),
  }
  return <Choice id={id} label={filterTitles[name]} value={value} titles={titles} onChoose={onChoose} />
}

function Make({ id, make, onMake }: { id: string; make: string; onMake: (make: string) => void }) {
  const makes = useMakes().data ?? []
  const known =
    make === '' || makes.some((each) => each.toLowerCase() === make.toLowerCase()) ? makes : [make, ...makes]
  return (
    <Choice
      id={id}
      label="Make"
      value={known.find((each) => each.toLowerCase() === make.toLowerCase()) ?? ''}
      titles={{ '': 'Any', ...Object.fromEntries(known.map((each) => [each, each])) }}
      onChoose={onMake}
    />
  )
}

type YearProps = { id: string; label: string; value: number | null | undefined; onYear: (year: number | null) => void }

/** Narrows once it has four digits. */
function Year({ id, label, value, onYear }: YearProps) {
  const [typed, setTyped] = useState(value ? String(value) : '')
  useEffect(() => setTyped(value ? String(value) : ''), [value])
  return (
    <div className="pd-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="numeric"
        autoComplete="off"
        maxLength={4}
        value={typed}
        onChange={(event) => {
          const text = event.target.value.replace(/\D/g, '')
          setTyped(text)
          if (text === '' || text.length === 4) onYear(text === '' ? null : Number(text))
        }}
      />
    </div>
  )
}
