import type { Research } from '../../../client/research.ts'
import type { VehicleFacts } from '../../../client/vehicles.ts'
import { count } from '../../format.ts'
import { say } from '../../language/say.ts'
import { factsOf } from './facts.ts'
import { type Mark, MarkKey, markOf, markTitle, originOf, SourceMark } from './SourceMark.tsx'
import { headlineShown, specName } from './spec-names.ts'

const groups: [title: string, specs: string[]][] = [
  ['Engine', ['engine', 'displacement', 'cylinders', 'power', 'torque', 'compression']],
  [
    'Chassis',
    ['transmission', 'axle_ratio', 'drivetrain', 'weight', 'wheelbase', 'length', 'width', 'height', 'tires', 'wheels'],
  ],
  ['Capacities', ['fuel_capacity', 'oil_capacity', 'coolant_capacity']],
  ['Road figures', ['fuel_economy', 'acceleration']],
  ['Record', ['production', 'paint', 'price']],
]

export type SpecTableProps = {
  facts: VehicleFacts
  /** Where the facts come from; null where the owner alone says so. */
  source: string | null
  /** The answers that are there, by spec. */
  researched: Map<string, Research>
  onResearch: (spec: string) => void
}

type Row = { spec: string; value: string; unit: string; quote: string | null; origin: string; mark: Mark | null }

/** Every spec with the words it rests on. A tap on one shows all of them. */
export function SpecTable({ facts, source, researched, onResearch }: SpecTableProps) {
  const known = new Map(factsOf(facts).map((fact) => [fact.spec, fact]))
  const others = [...researched.keys()].filter((spec) => !groups.some(([, specs]) => specs.includes(spec)))
  const rowOf = (spec: string): Row => {
    const research = researched.get(spec)
    const fact = known.get(spec)
    if (research) return researchedRow(spec, research)
    if (!fact) return { spec, value: '', unit: '', quote: null, origin: say('Not looked up yet'), mark: null }
    const mark = source ? 'D' : 'O'
    return { spec, value: count(fact.value), unit: fact.unit, quote: null, origin: markTitle(mark), mark }
  }
  const sections = [...groups, ...(others.length ? [[say('Also asked'), others] as (typeof groups)[number]] : [])]
  const rows = new Map(sections.flatMap(([, specs]) => specs.map((spec) => [spec, rowOf(spec)] as const)))
  const marks = [...new Set([...rows.values()].flatMap(({ mark }) => mark ?? []))]
  return (
    <>
      <div className="pd-specs-box">
        <table className="pd-specs">
          <caption className="pd-hidden">{say('Specification with the source of each value')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('Item')}</th>
              <th scope="col">{say('Value')}</th>
              <th scope="col" className="pd-specs-quote">
                {say('Quoted words')}
              </th>
              <th scope="col" className="pd-specs-origin">
                {say('Document')}
              </th>
              <th scope="col">{say('Source')}</th>
            </tr>
          </thead>
          {sections.map(([title, specs]) => (
            <tbody key={title}>
              <tr>
                <th scope="rowgroup" colSpan={5} className="pd-specs-group">
                  {' '}
                  {say(title)}
                </th>
              </tr>
              {specs.map((spec) => (
                <SpecRow key={spec} row={rows.get(spec) as Row} onResearch={onResearch} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
      <MarkKey marks={marks} dataSet={source} />
    </>
  )
}

function researchedRow(spec: string, research: Research): Row {
  const shown = headlineShown(research)
  const [first] = research.claims.filter(({ suspect }) => !suspect).flatMap(({ evidence }) => evidence)
  return {
    spec,
    value: shown?.value ?? say('Not known'),
    unit: shown?.unit ?? '',
    quote: research.status === 'supported' ? (first?.quote ?? null) : null,
    origin: originOf(research),
    mark: markOf(research),
  }
}

function SpecRow({ row, onResearch }: { row: Row; onResearch: (spec: string) => void }) {
  const { spec, value, unit, quote, origin, mark } = row
  return (
    <tr>
      <th scope="row">
        <button type="button" className="pd-specs-open" onClick={() => onResearch(spec)} aria-haspopup="dialog">
          {specName(spec)}
        </button>
      </th>
      <td className="pd-specs-value">
        {value === '' ? <span className="pd-quiet">{say('Look it up')}</span> : value} {unit && <small>{unit}</small>}
      </td>
      <td className="pd-specs-quote">{quote ? <q>{quote}</q> : <span className="pd-quiet">{say('No quote')}</span>}</td>
      <td className="pd-specs-origin">{origin}</td>
      <td>
        {mark && (
          <>
            <SourceMark mark={mark} />
            <span className="pd-hidden">{markTitle(mark)}</span>
          </>
        )}
      </td>
    </tr>
  )
}
