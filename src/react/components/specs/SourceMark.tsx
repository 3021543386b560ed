import type { Research } from '../../../client/research.ts'
import { kindLetter } from '../../../client/spec-words.ts'
import { say } from '../../language/say.ts'
import { kindName } from './spec-names.ts'

/** What stands behind a value: a kind of source, a disagreement, nothing, or the owner's word. */
export type Mark = 'F' | 'D' | 'M' | 'C' | 'X' | 'N' | 'O'

const titles: Record<Mark, string> = {
  F: 'Factory document or registry',
  D: 'Data set',
  M: 'Market: listing or price guide',
  C: 'Community: forum or article',
  X: 'Sources disagree',
  N: 'Nothing supports it',
  O: 'The owner’s word alone',
}

/** The small sign beside a value; what it means stands in words beside it or in its key. */
export function SourceMark({ mark }: { mark: Mark }) {
  return (
    <i className={`pd-mark pd-mark-${mark.toLowerCase()}`} aria-hidden="true">
      {mark === 'X' || mark === 'N' ? '' : mark}
    </i>
  )
}

export const markTitle = (mark: Mark) => say(titles[mark])

export function markOf(research: Research): Mark {
  if (research.status === 'conflicting') return 'X'
  const [first] = research.claims.filter(({ suspect }) => !suspect).flatMap(({ evidence }) => evidence)
  return first ? kindLetter(first.kind) : 'N'
}

/** Where a value comes from: "Shop manual, page 22", or what is the matter. */
export function originOf(research: Research): string {
  const [first] = research.claims.flatMap(({ evidence }) => evidence)
  if (research.status === 'conflicting') return say('Sources disagree')
  if (!first) return say('Nothing supports a value')
  const title = first.title || kindName(first.kind)
  return first.page ? say('{title}, page {page}', { title, page: String(first.page) }) : title
}

/** The marks that stand in a table, each with its meaning; the data set, whose name is long, is named here alone. */
export function MarkKey({ marks, dataSet }: { marks: Mark[]; dataSet: string | null }) {
  return (
    <ul className="pd-mark-key">
      {marks.map((mark) => (
        <li key={mark}>
          <SourceMark mark={mark} />
          {say(titles[mark])}
          {mark === 'D' && dataSet && `: ${dataSet}`}
        </li>
      ))}
    </ul>
  )
}
