import type { Outcome } from '../../../client/outcomes.ts'
import { hostOf, outcomeInWords } from '../../../react/components/shared/EvidenceNote.tsx'
import { day } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'

type OutcomeNoteProps = {
  outcome: Pick<Outcome, 'kind' | 'value' | 'sold' | 'modification' | 'occurredAt' | 'evidence'> & {
    note?: string | null
  }
  isProposed?: boolean
}

/** What happened and what says so, in two lines. */
export function OutcomeNote({ outcome, isProposed = false }: OutcomeNoteProps) {
  const { sourceUrl, documentHash, who, when, quote } = outcome.evidence
  return (
    <>
      <p>
        {outcomeInWords(outcome)} {day(outcome.occurredAt)}
        {isProposed && <strong>{say(', as proposed')}</strong>}
      </p>
      <p className="pd-small pd-quiet operator-about">
        {outcome.note && <q>{outcome.note}</q>} {quote && <q>{quote}</q>} {[who, when].filter(Boolean).join(', ')}{' '}
        {sourceUrl ? (
          <a href={sourceUrl} rel="nofollow noopener noreferrer">
            {hostOf(sourceUrl)}
          </a>
        ) : (
          `SHA-256 ${documentHash}`
        )}
      </p>
    </>
  )
}
