import type { ResearchClaim, ResearchEvidence } from '../../../client/research.ts'
import { day } from '../../format.ts'
import { kindTitles, valueInWords } from './words.ts'

type EvidenceProps = { evidence: ResearchEvidence; claim: ResearchClaim; href: (evidence: ResearchEvidence) => string }

/** The sentence that says so, its value underlined, with the document it stands in. */
export function Evidence({ evidence, claim, href }: EvidenceProps) {
  const { quote, title, kind, page, url, author, publishedAt, readAt } = evidence
  const rows: [string, string][] = [
    ...(page ? ([['Page', String(page)]] as [string, string][]) : []),
    ['Source', kindTitles[kind] ?? kind],
    ...(author ? ([['Written by', author]] as [string, string][]) : []),
    ...(publishedAt ? ([['Dated', day(publishedAt)]] as [string, string][]) : []),
    ['Read', day(readAt)],
  ]
  return (
    <figure className="pd-research-evidence">
      <blockquote>
        <Marked text={quote} value={valueInWords(claim.value)} />
      </blockquote>
      <figcaption>
        <a className="pd-link" href={href(evidence)}>
          {title}
        </a>
        <dl>
          {rows.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {url && (
            <div>
              <dt>Address</dt>
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

/** The value as it is printed in the quote, with its unit as far as that stands beside it. */
function Marked({ text, value }: { text: string; value: string }) {
  const plain = value.split(' ')[0] ?? value
  const at = text.indexOf(value) >= 0 ? text.indexOf(value) : text.indexOf(plain)
  if (at < 0) return text
  const length = text.startsWith(value, at) ? value.length : plain.length
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + length)}</mark>
      {text.slice(at + length)}
    </>
  )
}
