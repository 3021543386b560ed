import { expect, test } from 'vitest'
import type { FileOutcome } from '../../../src/import/import-folder.ts'
import { showProgress } from '../../../src/import/progress.ts'
import { summarize } from '../../../src/import/summary.ts'

const added: FileOutcome = { name: 'front.jpg', outcome: 'added' }
const there: FileOutcome = { name: 'rear.jpg', outcome: 'duplicate' }
const refused: FileOutcome = { name: 'note\x1b[31m.jpg', outcome: 'refused', reason: 'is empty' }

function output(terminal: { isTTY: boolean; columns?: number }) {
  const written: string[] = []
  return { ...terminal, write: (text: string) => written.push(text), written }
}

test('without a terminal each file has a plain line', () => {
  const to = output({ isTTY: false })
  const progress = showProgress(to, 10)
  for (const outcome of [added, there, refused]) progress.file(outcome)
  progress.end()
  expect(to.written).toEqual([
    ' 1/10  added: front.jpg\n',
    ' 2/10  there already: rear.jpg\n',
    ' 3/10  refused: note\ufffd[31m.jpg is empty.\n',
  ])
})

test('a terminal has one bar that grows, with refusals above it and nothing left at the end', () => {
  const to = output({ isTTY: true, columns: 60 })
  const progress = showProgress(to, 2)
  progress.file(refused)
  progress.file(added)
  progress.end()
  const text = to.written.join('')
  expect(text).toContain('\x1b[2Knote\ufffd[31m.jpg is empty.\n')
  expect(text).toContain(`${'█'.repeat(12)}${'░'.repeat(12)} 1/2`)
  expect(text).toContain(`${'█'.repeat(24)} 2/2  front.jpg`)
  expect(text.endsWith('\r\x1b[2K')).toBe(true)
})

test('a bar never wraps, however long a name is', () => {
  const to = output({ isTTY: true, columns: 50 })
  showProgress(to, 1).file({ name: `${'x'.repeat(300)}.jpg`, outcome: 'added' })
  for (const line of to.written) expect(line.replace('\r\x1b[2K', '').length).toBeLessThan(50)
})

test('the summary counts, and ends with each refused file and its reason', () => {
  const others = new Map([['.txt', 2]])
  expect(summarize({ outcomes: [added, there, refused], total: 3, others, dryRun: false })).toBe(
    [
      '1 of 3 files added, 1 there already, 1 refused.',
      'Passed over as not photos by their names: 2 .txt.',
      '',
      'Refused:',
      '  note\ufffd[31m.jpg is empty.',
    ].join('\n'),
  )
})

test('the summary of an interrupted or a dry run says so', () => {
  const rest = { outcomes: [added], total: 4, others: new Map() }
  expect(summarize({ ...rest, dryRun: true })).toBe(
    '1 of 4 files would be added, 0 there already, 0 refused.\nStopped early: the turn of 3 files did not come.',
  )
})
