import { type FormEvent, useId } from 'react'
import type { Vehicle } from '../../client/vehicles.ts'
import { SpecTable } from '../../react/components/specs/SpecTable.tsx'
import { useResearched } from '../../react/hooks/use-research.ts'

type SpecSectionProps = { vehicle: Vehicle; onResearch: (spec: string) => void }

/** The spec sheet: what is known, what it rests on, and a question of one's own. */
export function SpecSection({ vehicle, onResearch }: SpecSectionProps) {
  const researched = useResearched(vehicle.id)
  return (
    <section className="wrap section spec-section" id="specs" aria-labelledby="specs-title">
      <h2 id="specs-title">Specification</h2>
      <p className="pd-quiet">A mark says what a value rests on. Open one to read the words it came from.</p>
      <SpecTable
        facts={vehicle.facts}
        source={vehicle.factsSource}
        researched={researched.data ?? new Map()}
        onResearch={onResearch}
      />
      <AskAnother onResearch={onResearch} />
    </section>
  )
}

/** Any other spec is looked up as words. */
function AskAnother({ onResearch }: Pick<SpecSectionProps, 'onResearch'>) {
  const id = useId()
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const spec = String(new FormData(event.currentTarget).get('spec') ?? '').trim()
    if (spec) onResearch(spec)
  }
  return (
    <form className="spec-ask" onSubmit={ask}>
      <div className="pd-field">
        <label htmlFor={id}>Something else</label>
        <input
          id={id}
          name="spec"
          maxLength={120}
          placeholder="Carburetor, firing order, fender tag …"
          autoComplete="off"
        />
      </div>
      <button type="submit" className="pd-button">
        Look it up
      </button>
    </form>
  )
}
