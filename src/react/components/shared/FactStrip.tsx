import type { Research } from '../../../client/research.ts'
import type { VehicleFacts } from '../../../client/vehicles.ts'
import { count } from '../../format.ts'
import { say } from '../../language/say.ts'
import { factsOf } from '../specs/facts.ts'
import { type Mark, markOf, markTitle, SourceMark } from '../specs/SourceMark.tsx'
import { headlineShown, specName } from '../specs/spec-names.ts'

export type FactStripProps = {
  facts: VehicleFacts
  /** Where the facts come from; null where the owner alone says so. */
  source: string | null
  /** Answers of research, by spec: they stand in place of what was only said. */
  researched?: Map<string, Research>
  /** Makes each fact a button that opens what the sources say. */
  onResearch?: (spec: string) => void
}

/** The known facts, each with its unit and the mark of its source; unknown ones are left out. */
export function FactStrip({ facts, source, researched = new Map(), onResearch }: FactStripProps) {
  const known = factsOf(facts)
  if (known.length === 0) return null
  const said: Mark = source ? 'D' : 'O'
  return (
    <div>
      <dl className="pd-facts">
        {known.map(({ spec, value, unit }) => {
          const research = researched.get(spec)
          const shown = (research && headlineShown(research)) ?? { value: count(value), unit }
          const mark = research && research.status !== 'insufficient' ? markOf(research) : said
          return (
            <div key={spec}>
              <dt>
                {onResearch ? (
                  <button
                    type="button"
                    className="pd-facts-open"
                    onClick={() => onResearch(spec)}
                    aria-haspopup="dialog"
                  >
                    {specName(spec)}
                  </button>
                ) : (
                  specName(spec)
                )}{' '}
                <SourceMark mark={mark} />
                <span className="pd-hidden">{markTitle(mark)}</span>
              </dt>
              <dd>
                {shown.value}
                {shown.unit && <small>{shown.unit}</small>}
              </dd>
            </div>
          )
        })}
      </dl>
      <p className="pd-small pd-quiet pd-facts-source">
        <SourceMark mark={said} /> {source ?? say('The owner’s word alone; nobody has looked for a source yet.')}
      </p>
    </div>
  )
}
