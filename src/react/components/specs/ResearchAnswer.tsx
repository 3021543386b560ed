import type { Research, ResearchEvidence } from '../../../client/research.ts'
import { unitInWords } from '../../../client/spec-words.ts'
import { day } from '../../format.ts'
import { say, told } from '../../language/say.ts'
import { Evidence } from './Evidence.tsx'
import { qualifiersShown } from './qualifiers-shown.ts'
import { markOf, SourceMark } from './SourceMark.tsx'
import { headlineShown, specName, valueShown } from './spec-names.ts'

const about = {
  supported: 'One or more documents state the value, and none contradicts it.',
  conflicting: 'Sources give different values. None is hidden.',
  insufficient: 'We looked and found no support. A blank is a finding.',
}
const titles = { supported: 'Supported', conflicting: 'Conflicting', insufficient: 'Insufficient' }

type AnswerProps = { research: Research; href: ((evidence: ResearchEvidence) => string) | undefined }

/** What was found: each value with the words that say so, contradictions side by side, or an honest blank. */
export function ResearchAnswer({ research, href }: AnswerProps) {
  const { status, claims, conflicts, confidence, researchedAt, stale, held, provider, overBudget } = research
  const shown = headlineShown(research)
  return (
    <div className={`pd-research pd-research-${status}`}>
      <p className="pd-research-state">
        <SourceMark mark={markOf(research)} />
        <strong>{say(titles[status])}</strong> <span className="pd-quiet">{say(about[status])}</span>
      </p>
      {shown && (
        <p className="pd-research-reading">
          {shown.value}
          <small>{shown.unit}</small>
        </p>
      )}
      {(stale || held) && (
        <p className="pd-research-note" role="status">
          {held ? `${say('Somebody has reported this answer as wrong; it is being reviewed.')} ` : ''}
          {stale ? say('This answer is past its time and is being renewed.') : ''}
        </p>
      )}
      {overBudget && (
        <p className="pd-research-note" role="status">
          {say(
            'Today’s budget for reading with a model is used up. This was read by fixed rules; it is read again tomorrow.',
          )}
        </p>
      )}
      {claims.length === 0 && (
        <div className="pd-research-none">
          <p className="pd-claim">{say('Nothing we have supports this.')}</p>
          <p className="pd-quiet">
            {say('No document that speaks of this car states it. A document that does can be added to the library.')}
          </p>
        </div>
      )}
      <div className={status === 'conflicting' ? 'pd-research-beside' : undefined}>
        {claims.map((claim) => (
          <section
            key={`${JSON.stringify(claim.value)} ${claim.unit} ${JSON.stringify(claim.qualifiers)}`}
            className="pd-research-claim"
          >
            {(claims.length > 1 || claim.suspect || qualifiersShown(claim)) && (
              <h3>
                {valueShown(claim.value)}
                <small>{unitInWords(claim.unit)}</small> <span className="pd-quiet">{qualifiersShown(claim)}</span>
              </h3>
            )}
            {claim.suspect && (
              <p className="pd-research-note">
                {say('Suspect: this text is a copy of another source with other digits.')}
              </p>
            )}
            {claim.evidence.map((evidence) => (
              <Evidence
                spec={research.spec}
                key={`${evidence.documentId} ${evidence.charStart}`}
                evidence={evidence}
                claim={claim}
                href={href}
              />
            ))}
          </section>
        ))}
      </div>
      {conflicts[0] && <p className="pd-quiet">{told(conflicts[0].note)}</p>}
      <p className="pd-small pd-quiet">
        {claims.length > 0 && <Confidence {...confidence} />}
        {provider
          ? say(
              '{spec}, researched on {day}, read with the help of a model ({model}); every value was read again in its quote.',
              { spec: specName(research.spec), day: day(researchedAt), model: provider.model },
            )
          : say('{spec}, researched on {day}, read without a model.', {
              spec: specName(research.spec),
              day: day(researchedAt),
            })}
      </p>
    </div>
  )
}

function Confidence({ score, calibrated }: Research['confidence']) {
  const said = score > 0.99 ? say('above 99') : Math.round(score * 100)
  return (
    <span className="pd-research-confidence">
      <span className="pd-research-scale" style={{ '--pd-at': `${Math.round(score * 100)}%` }} aria-hidden="true" />
      {calibrated
        ? say('Confidence {score} of 100.', { score: said })
        : say('Confidence {score} of 100, uncalibrated.', { score: said })}
    </span>
  )
}
