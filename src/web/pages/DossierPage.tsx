import type { QuotedDocument } from '../../client/dossier.ts'
import type { Research, ResearchEvidence } from '../../client/research.ts'
import { unitInWords } from '../../client/spec-words.ts'
import type { Vehicle } from '../../client/vehicles.ts'
import { qualifiersShown } from '../../react/components/specs/qualifiers-shown.ts'
import { kindName, specName, valueShown } from '../../react/components/specs/spec-names.ts'
import { day } from '../../react/format.ts'
import { useDossier } from '../../react/hooks/use-dossier.ts'
import { useVehicle } from '../../react/hooks/use-vehicles.ts'
import { say, told } from '../../react/language/say.ts'
import { useLinks } from '../../react/links.tsx'
import { Link, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { PageWaiting } from './PageWaiting.tsx'

const nameOf = ({ year, make, model }: Vehicle) => [year, make, model].filter(Boolean).join(' ')

/** A car's researched record to print: every value with its words, source and date, conflicts and blanks included. */
export function DossierPage({ vehicleId }: { vehicleId: string }) {
  const vehicle = useVehicle(vehicleId)
  useTitle(vehicle.data ? say('Dossier: {vehicle}', { vehicle: nameOf(vehicle.data) }) : undefined)
  if (vehicle.data === null) return <NotFoundPage what="vehicle" />
  if (vehicle.error && !vehicle.data) return <Failure error={vehicle.error} onRetry={vehicle.refetch} />
  if (!vehicle.data) return <PageWaiting />
  return <Dossier vehicle={vehicle.data} />
}

function Dossier({ vehicle }: { vehicle: Vehicle }) {
  const dossier = useDossier(vehicle.id)
  return (
    <article className="wrap dossier">
      <header className="document-head">
        <p className="pd-small pd-quiet">
          <Link href={`/vehicles/${vehicle.id}`}>{nameOf(vehicle)}</Link>
        </p>
        <h1 className="page-title">{say('Dossier')}</h1>
        <p className="lede">
          {say(
            'What the sources say of this car, word for word. Where they disagree both stand here; where nothing supports a value, it is blank.',
          )}
        </p>
        <button
          type="button"
          className="pd-button dossier-print"
          aria-disabled={!dossier.data}
          onClick={() => dossier.data && print()}
        >
          {say('Print, or save as PDF')}
        </button>
      </header>
      {dossier.error ? (
        <Failure error={dossier.error} onRetry={dossier.refetch} />
      ) : dossier.data ? (
        <>
          {dossier.data.answers.map((research) => (
            <Entry key={research.spec} research={research} />
          ))}
          <Documents documents={dossier.data.documents} />
        </>
      ) : (
        <p role="status">{say('{done} of {of} looked up …', { done: dossier.done, of: dossier.of })}</p>
      )}
    </article>
  )
}

const states = {
  supported: 'Supported',
  conflicting: 'Sources disagree',
  insufficient: 'Nothing we have supports a value',
}

function Entry({ research }: { research: Research }) {
  const { spec, status, claims, conflicts, researchedAt } = research
  return (
    <section className="dossier-entry" aria-label={specName(spec)}>
      <h2>{specName(spec)}</h2>
      <div>
        <p className="pd-small pd-quiet">
          {say(states[status])}, {day(researchedAt)}
        </p>
        {claims.map((claim) => (
          <div key={`${JSON.stringify(claim.value)} ${JSON.stringify(claim.qualifiers)}`} className="dossier-claim">
            <p>
              <strong>
                {valueShown(claim.value)} {unitInWords(claim.unit)}
              </strong>{' '}
              {qualifiersShown(claim)}
              {claim.suspect && ` ${say('(suspect: a copy of another source with other digits)')}`}
            </p>
            <ul>
              {claim.evidence.map((evidence) => (
                <li key={`${evidence.documentId} ${evidence.charStart}`}>
                  <Quoted evidence={evidence} />
                </li>
              ))}
            </ul>
          </div>
        ))}
        {conflicts[0] && <p className="pd-small">{told(conflicts[0].note)}</p>}
      </div>
    </section>
  )
}

/** By which bytes a copy of each can be known, and on what terms it may be passed on. */
function Documents({ documents }: { documents: QuotedDocument[] }) {
  if (documents.length === 0) return null
  return (
    <section className="dossier-entry" aria-label={say('Documents quoted')}>
      <h2>{say('Documents quoted')}</h2>
      <ol className="dossier-documents">
        {documents.map(({ id, title, kind, licence, sha256, readAt }) => (
          <li key={id}>
            <Link href={`/documents/${id}`}>{title}</Link>
            <span className="pd-small pd-quiet">
              {kindName(kind)}, {licence ? say('licence: {licence}', { licence }) : say('no licence stated')},{' '}
              {say('read {readAt}', { readAt: day(readAt) })}, SHA-256 <code>{sha256}</code>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Quoted({ evidence }: { evidence: ResearchEvidence }) {
  const links = useLinks()
  const { quote, title, kind, page, author, publishedAt, readAt } = evidence
  const facts = [
    kindName(kind),
    page && say('page {page}', { page }),
    author,
    publishedAt && say('dated {publishedAt}', { publishedAt: day(publishedAt) }),
    say('read {readAt}', { readAt: day(readAt) }),
  ].filter(Boolean)
  return (
    <>
      <q>{quote}</q>
      <span className="pd-small pd-quiet">
        {links ? <a href={links.document(evidence)}>{title}</a> : title}, {facts.join(', ')}
      </span>
    </>
  )
}
