import type { FileOutcome } from './import-folder.ts'

/** Where progress is written: a terminal gets a bar, anything else a line for each file. */
export type Output = { isTTY?: boolean; columns?: number; write: (text: string) => unknown }

export type Progress = { file: (outcome: FileOutcome) => void; end: () => void }

const words = { added: 'added', duplicate: 'there already', refused: 'refused' }
const barWidth = 24

export function showProgress(output: Output, total: number): Progress {
  let done = 0
  const count = () => `${String(done).padStart(String(total).length)}/${total}`
  if (!output.isTTY) {
    const file = (outcome: FileOutcome) => {
      done += 1
      output.write(`${count()}  ${words[outcome.outcome]}: ${sentenceOf(outcome)}\n`)
    }
    return { file, end: () => {} }
  }
  const draw = (name: string) => {
    const filled = Math.round((done / Math.max(total, 1)) * barWidth)
    const line = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${count()}  ${name}`
    output.write(`\r\x1b[2K${cut(line, (output.columns ?? 80) - 1)}`)
  }
  draw('')
  return {
    file(outcome) {
      done += 1
      if (outcome.outcome === 'refused') output.write(`\r\x1b[2K${sentenceOf(outcome)}\n`)
      draw(printable(outcome.name))
    },
    end: () => void output.write('\r\x1b[2K'),
  }
}

export function sentenceOf(outcome: FileOutcome): string {
  const name = printable(outcome.name)
  return outcome.outcome === 'refused' ? `${name} ${printable(outcome.reason)}.` : name
}

/** A file's name may hold anything, commands to the terminal included. */
export const printable = (text: string) => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd')

const cut = (line: string, width: number) => (line.length > width ? `${line.slice(0, width - 1)}…` : line)
