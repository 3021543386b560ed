import type { FileOutcome } from './import-folder.ts'
import { printable, sentenceOf } from './progress.ts'

export type Summary = {
  outcomes: readonly FileOutcome[]
  /** Files that were found, whether their turn came or not. */
  total: number
  /** Passed over, by extension. */
  others: ReadonlyMap<string, number>
  dryRun: boolean
}

/** What an import did, ending with each refused file and its reason. */
export function summarize({ outcomes, total, others, dryRun }: Summary): string {
  const of = (wanted: FileOutcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted)
  const refused = of('refused')
  const lines = [
    `${of('added').length} of ${files(total)} ${dryRun ? 'would be added' : 'added'}, ` +
      `${of('duplicate').length} there already, ${refused.length} refused.`,
  ]
  if (outcomes.length < total) lines.push(`Stopped early: the turn of ${files(total - outcomes.length)} did not come.`)
  if (others.size > 0) lines.push(`Passed over as not photos by their names: ${listed(others)}.`)
  if (refused.length > 0) lines.push('', 'Refused:', ...refused.map((outcome) => `  ${sentenceOf(outcome)}`))
  return lines.join('\n')
}

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`)

const listed = (others: ReadonlyMap<string, number>) =>
  [...others].map(([extension, count]) => `${count} ${printable(extension) || 'without an extension'}`).join(', ')
