import type { QuotedDocument } from '../../client/dossier.ts'
import type { Research, ResearchEvidence } from '../../client/research.ts'
import { kindTitles, qualifiersInWords, specTitle, unitInWords, valueInWords } from '../../client/spec-words.ts'
import type { Vehicle } from '../../client/vehicles.ts'
import { day } from '../../react/format.ts'
import { useDossier } from '../../react/hooks/use-dossier.ts'
import { useVehicle } from '../../react/hooks/use-vehicles.ts'
import { useLinks } from '../../react/links.tsx'
import { Link, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { PageWaiting } from './PageWaiting.tsx'

const nameOf = ({ year, make, model }: Vehicle) => [year, make, model].filter(Boolean).join(' ')

/** A car's researched record to print: every value with its words, source and date, conflicts and blanks included. */
export function DossierPage({ vehicleId }: { vehicleId: string }) {
  const vehicle = useVehicle(vehicleId)
  useTitle(vehicle.data ? `Dossier: ${nameOf(vehicle.data)}` : undefined)
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
        <h1 className="page-title">Dossier</h1>
        <p className="lede">
          What the sources say of this car, word for word. Where they disagree both stand here; where nothing supports a
          value, it is blank.
        </p>
        <button
          type="button"
          className="pd-button dossier-print"
          aria-disabled={!dossier.data}
          onClick={() => dossier.data && print()}
        >
          Print, or save as PDF
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
        <p role="status">
          {dossier.done} of {dossier.of} looked up …
        </p>
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
    <section className="dossier-entry" aria-label={specTitle(spec)}>
      <h2>{specTitle(spec)}</h2>
      <div>
        <p className="pd-small pd-quiet">
          {states[status]}, {day(researchedAt)}
        </p>
        {claims.map((claim) => (
          <div key={`${JSON.stringify(claim.value)} ${JSON.stringify(claim.qualifiers)}`} className="dossier-claim">
            <p>
              <strong>
                {valueInWords(claim.value)} {unitInWords(claim.unit)}
              </strong>{' '}
              {qualifiersInWords(claim)}
              {claim.suspect && ' (suspect: a copy of another source with other digits)'}
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
        {conflicts[0] && <p className="pd-small">{conflicts[0].note}</p>}
      </div>
    </section>
  )
}

/** By which bytes a copy of each can be known, and on what terms it may be passed on. */
function Documents({ documents }: { documents: QuotedDocument[] }) {
  if (documents.length === 0) return null
  return (
    <section className="dossier-entry" aria-label="Documents quoted">
      <h2>Documents quoted</h2>
      <ol className="dossier-documents">
        {documents.map(({ id, title, kind, licence, sha256, readAt }) => (
          <li key={id}>
            <Link href={`/documents/${id}`}>{title}</Link>
            <span className="pd-small pd-quiet">
              {kindTitles[kind] ?? kind}, {licence ? `licence: ${licence}` : 'no licence stated'}, read {day(readAt)},
              SHA-256 <code>{sha256}</code>
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
    kindTitles[kind] ?? kind,
    page && `page ${page}`,
    author,
    publishedAt && `dated ${day(publishedAt)}`,
    `read ${day(readAt)}`,
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
