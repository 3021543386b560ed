import { useEffect, useId, useState } from 'react'
import type { AuctionState, FilterValue, FindFilters } from '../../../client/find.ts'
import { count } from '../../../react/format.ts'
import { useFindFilters } from '../../../react/hooks/use-find.ts'
import { useMakes } from '../../../react/hooks/use-vehicles.ts'
import { say } from '../../../react/language/say.ts'
import { Choice } from './Choice.tsx'
import type { Asked } from './query.ts'
import { auctionTitles, filterTitles, titleOf } from './titles.ts'

/** What narrows beside the words. */
export function FilterFields({ asked, onAsk }: { asked: Asked; onAsk: (change: Partial<Asked>) => void }) {
  const id = useId()
  const values = useFindFilters().data
  return (
    <div className="find-filter-fields">
      <Make id={`${id}make`} make={asked.make ?? ''} onMake={(make) => onAsk({ make })} />
      <Year
        id={`${id}from`}
        label={say('From year')}
        value={asked.yearFrom}
        onYear={(yearFrom) => onAsk({ yearFrom })}
      />
      <Year id={`${id}to`} label={say('To year')} value={asked.yearTo} onYear={(yearTo) => onAsk({ yearTo })} />
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
        label={say('Vote')}
        value={asked.auction ?? ''}
        titles={{ '': say('Any'), ...auctionTitles }}
        onChoose={(state) => onAsk({ auction: (state || null) as AuctionState | null })}
      />
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
    '': say('Any'),
    ...(known ? {} : { [value]: titleOf(name, value) }),
    ...Object.fromEntries(values.map((each) => [each.value, `${titleOf(name, each.value)} (${count(each.vehicles)})`])),
  }
  return <Choice id={id} label={say(filterTitles[name])} value={value} titles={titles} onChoose={onChoose} />
}

function Make({ id, make, onMake }: { id: string; make: string; onMake: (make: string) => void }) {
  const makes = useMakes().data ?? []
  const known =
    make === '' || makes.some((each) => each.toLowerCase() === make.toLowerCase()) ? makes : [make, ...makes]
  return (
    <Choice
      id={id}
      label={say('Make')}
      value={known.find((each) => each.toLowerCase() === make.toLowerCase()) ?? ''}
      titles={{ '': say('Any'), ...Object.fromEntries(known.map((each) => [each, each])) }}
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
