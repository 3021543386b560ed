import { glob, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

const physical =
  /(^|[^-])\b(left|right):|(margin|padding|border)-(left|right)\b|text-align: (left|right)|^\s*(margin|padding|inset):(?: [^\s;]+){4};/

test('styles say start and end, so that a page read from right to left is mirrored', async () => {
  const wrong: string[] = []
  for await (const path of glob('src/**/*.css')) {
    const lines = (await readFile(path, 'utf8')).split('\n')
    lines.forEach((line, at) => {
      if (physical.test(line) && !isEven(line)) wrong.push(`${path}:${at + 1} ${line.trim()}`)
    })
  }
  expect(wrong).toEqual([])
})

/** Four widths of which left and right are the same. */
const isEven = (line: string) => {
  const four = line.match(/: (\S+) (\S+) (\S+) (\S+);/)
  return four !== null && four[2] === four[4]
}
