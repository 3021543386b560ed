import type { Outcome } from '../../../client/outcomes.ts'
import { day, money, nameOf } from '../../format.ts'

/** What was reported and what it rests on: the words, the source, the document's hash, who said so and when. */
export function EvidenceNote({ outcome }: { outcome: Outcome }) {
  const { evidence, note, reporter, occurredAt, reportedAt, confirmedAt, declined } = outcome
  return (
    <div className="pd-evidence">
      {evidence.quote && <blockquote>{evidence.quote}</blockquote>}
      {note && <blockquote>{note}</blockquote>}
      <dl>
        <dt>Reported</dt>
        <dd>
          {outcomeInWords(outcome)} {day(occurredAt)}
        </dd>
        {evidence.sourceUrl && (
          <>
            <dt>Source</dt>
            <dd>
              <a href={evidence.sourceUrl} rel="nofollow noopener noreferrer">
                {hostOf(evidence.sourceUrl)}
              </a>
              {evidence.who && `, ${evidence.who}`}
              {evidence.when && `, ${evidence.when}`}
            </dd>
          </>
        )}
        {!evidence.sourceUrl && (evidence.who || evidence.when) && (
          <>
            <dt>Source</dt>
            <dd>{[evidence.who, evidence.when].filter(Boolean).join(', ')}</dd>
          </>
        )}
        {evidence.documentHash && (
          <>
            <dt>Document</dt>
            <dd className="pd-hash">SHA-256 {evidence.documentHash}</dd>
          </>
        )}
        <dt>Entered</dt>
        <dd>
          {reporter ? `by ${nameOf(reporter)}` : 'by the operator'}, {day(reportedAt)}
          {declined
            ? `. An operator did not confirm it: ${declined.reason}`
            : !confirmedAt && '. It counts once somebody without an interest in it has confirmed it.'}
        </dd>
      </dl>
    </div>
  )
}

/** What happened, up to its day. */
export function outcomeInWords({
  kind,
  value,
  sold,
  modification,
}: Pick<Outcome, 'kind' | 'value' | 'sold' | 'modification'>): string {
  switch (kind) {
    case 'auction_result':
      if (!sold) return value === null ? 'Not sold on' : `Not sold; the highest bid was ${money(value)} on`
      return `Sold for ${money(value ?? 0)} on`
    case 'appraisal':
      return `Appraised at ${money(value ?? 0)} on`
    case 'build_completed':
      return 'Build completed on'
    case 'modification_value':
      return `${modification}: worth ${money(value ?? 0)}, as of`
  }
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url
}
