import type { Outcome } from '../../../client/outcomes.ts'
import { day, money, nameOf } from '../../format.ts'
import { say } from '../../language/say.ts'

/** What was reported and what it rests on: the words, the source, the document's hash, who said so and when. */
export function EvidenceNote({ outcome }: { outcome: Outcome }) {
  const { evidence, note, reporter, occurredAt, reportedAt, confirmedAt, declined } = outcome
  return (
    <div className="pd-evidence">
      {evidence.quote && <blockquote>{evidence.quote}</blockquote>}
      {note && <blockquote>{note}</blockquote>}
      <dl>
        <dt>{say('Reported')}</dt>
        <dd>
          {outcomeInWords(outcome)} {day(occurredAt)}
        </dd>
        {evidence.sourceUrl && (
          <>
            <dt>{say('Source')}</dt>
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
            <dt>{say('Source')}</dt>
            <dd>{[evidence.who, evidence.when].filter(Boolean).join(', ')}</dd>
          </>
        )}
        {evidence.documentHash && (
          <>
            <dt>{say('Document')}</dt>
            <dd className="pd-hash">{say('SHA-256 {documentHash}', { documentHash: evidence.documentHash })}</dd>
          </>
        )}
        <dt>{say('Entered')}</dt>
        <dd>
          {reporter ? say('by {reporter}', { reporter: nameOf(reporter) }) : say('by the operator')}, {day(reportedAt)}
          {declined
            ? `. ${say('An operator did not confirm it: {reason}', { reason: declined.reason })}`
            : !confirmedAt && `. ${say('It counts once somebody without an interest in it has confirmed it.')}`}
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
      if (!sold)
        return value === null
          ? say('Not sold on')
          : say('Not sold; the highest bid was {money} on', { money: money(value) })
      return say('Sold for {money} on', { money: money(value ?? 0) })
    case 'appraisal':
      return say('Appraised at {money} on', { money: money(value ?? 0) })
    case 'build_completed':
      return say('Build completed on')
    case 'modification_value':
      return say('{modification}: worth {money}, as of', { modification, money: money(value ?? 0) })
  }
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url
}
