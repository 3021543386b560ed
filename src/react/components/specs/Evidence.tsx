import { english } from '../../../client/english-words.ts'
import type { ResearchClaim, ResearchEvidence } from '../../../client/research.ts'
import { valueInWords } from '../../../client/spec-words.ts'
import { day } from '../../format.ts'
import { say } from '../../language/say.ts'
import { kindName } from './spec-names.ts'

type EvidenceProps = {
  spec: string
  evidence: ResearchEvidence
  claim: ResearchClaim
  href: ((evidence: ResearchEvidence) => string) | undefined
}

/** The sentence that says so, its value underlined, with the document it stands in. */
export function Evidence({ spec, evidence, claim, href }: EvidenceProps) {
  const { quote, title, kind, page, url, author, publishedAt, readAt } = evidence
  const rows: [string, string][] = [
    ...(page ? ([[say('Page'), String(page)]] as [string, string][]) : []),
    [say('Source'), kindName(kind)],
    ...(author ? ([[say('Written by'), author]] as [string, string][]) : []),
    ...(publishedAt ? ([[say('Dated'), day(publishedAt)]] as [string, string][]) : []),
    [say('Read'), day(readAt)],
  ]
  return (
    <figure className="pd-research-evidence">
      <blockquote>
        <Marked text={quote} value={valueInWords(claim.value, english)} spec={spec} />
      </blockquote>
      <figcaption>
        {href ? (
          <a className="pd-link" href={href(evidence)}>
            {title}
          </a>
        ) : (
          <strong>{title}</strong>
        )}
        <dl>
          {rows.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {url && (
            <div>
              <dt>{say('Address')}</dt>
              <dd>
                <a href={url} rel="nofollow noopener noreferrer">
                  {URL.canParse(url) ? new URL(url).host : url}
                </a>
              </dd>
            </div>
          )}
        </dl>
      </figcaption>
    </figure>
  )
}

/** The value as it is printed in the quote: after the spec's name where that stands there, and with its unit where it is beside it. */
function Marked({ text, value, spec }: { text: string; value: string; spec: string }) {
  const named = text.toLowerCase().indexOf((spec.split('_')[0] ?? spec).toLowerCase())
  const plain = value.split(' ')[0] ?? value
  const candidates = [value, plain].flatMap((each) => [
    ...(named >= 0 ? [{ each, at: text.indexOf(each, named) }] : []),
    { each, at: text.indexOf(each) },
  ])
  const found = candidates.find(({ at }) => at >= 0)
  if (!found) return text
  const end = found.at + found.each.length
  return (
    <>
      {text.slice(0, found.at)}
      <mark>{text.slice(found.at, end)}</mark>
      {text.slice(end)}
    </>
  )
}
