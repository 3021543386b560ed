import { type Output, printable } from '../../../import/progress.ts'

const width = 24

/** A bar on a terminal, nothing elsewhere. */
export function bar(output: Output | null) {
  const write = (text: string) => output?.isTTY && output.write(`\r\x1b[2K${text}`)
  const columns = (output?.columns ?? 80) - 1
  let steps = 0
  return {
    set: (done: number, total: number | null, name: string) => {
      const filled = Math.round((done / Math.max(total ?? 1, 1)) * width)
      write(`${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${total}  ${printable(name)}`.slice(0, columns))
    },
    step: (name: string) => {
      steps += 1
      write(`${steps} pages  ${printable(name)}`.slice(0, columns))
    },
    end: () => write(''),
  }
}
