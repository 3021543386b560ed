import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { partCharacters, textParts } from '../../../src/indexer/connectors/text-parts.ts'
import type { ParsedDocument, Refusal } from '../../../src/indexer/document.ts'
import { readParts } from '../../../src/indexer/read-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paddock-texts-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(name: string, content: string | Buffer) {
  const file = join(folder, name)
  await writeFile(file, content)
  const documents: ParsedDocument[] = []
  const refused: Refusal[] = []
  for await (const part of readParts(file, name, { kind: 'manual', subject: {} }))
    if ('refused' in part) refused.push(part.refused)
    else documents.push(part.document)
  return { documents, refused }
}

const paragraph = 'The 340 engine has a displacement of 340 cubic inches, four barrels, and a cover that is red.\n\n'
const repeated = (text: string, characters: number) => text.repeat(Math.ceil(characters / text.length))

test('a long text becomes several documents that together are the text, cut between paragraphs', async () => {
  const text = repeated(paragraph, 2.5 * partCharacters)
  const { documents, refused } = await read('long.txt', text)
  expect(refused).toEqual([])
  expect(documents.map(({ title }) => title)).toEqual(['long', 'long, part 2', 'long, part 3'])
  expect(documents.map((document) => document.text).join('') === text).toBe(true)
  for (const { text: part, chunks } of documents) {
    expect(part.startsWith('The 340 engine')).toBe(true)
    expect(part.endsWith('red.\n\n')).toBe(true)
    for (const { start, end } of [chunks[0], chunks.at(-1)] as { start: number; end: number }[])
      expect(part.slice(start, end)).toMatch(/^The 340 engine[\s\S]*red\.$/)
  }
})

test('its pages are counted on', async () => {
  const page = `${repeated(paragraph, 3_000)}\f`
  const { documents } = await read('pages.txt', repeated(page, 1.5 * partCharacters))
  expect(documents.length).toBe(2)
  const last = documents[0]?.chunks.at(-1)?.page as number
  expect(last).toBeGreaterThan(500)
  const next = documents[1]?.chunks[0]?.page as number
  expect(next).toBe(last + 1)
})

test('its headings go on, its front matter is of all parts, and what looks like one later is text', async () => {
  const front = '---\ntitle: Shop manual\nauthor: Chrysler\n---\n'
  const chapter = `# Engine\n\n## Oil\n\n${repeated(paragraph, 1.2 * partCharacters)}`
  const { documents } = await read('manual.md', `${front}${chapter}`)
  expect(documents.map(({ title }) => title)).toEqual(['Shop manual', 'Shop manual, part 2'])
  expect(documents.map(({ author }) => author)).toEqual(['Chrysler', 'Chrysler'])
  expect(documents[1]?.chunks[0]?.heading).toEqual(['Engine', 'Oil'])
})

test('headings that are too many are told, and the words are kept', async () => {
  const { documents, refused } = await read('headings.md', repeated('# a\nb\n', partCharacters + 10))
  expect(documents[0]?.chunks.every(({ heading }) => heading.length === 0)).toBe(true)
  expect(refused.map(({ code }) => code)).toEqual(['too_many_sections'])
})

test('another charset, and lines of other systems, are read as they are in a short text', async () => {
  const line = 'Citroën DS, moteur à quatre cylindres en ligne.\r\n'
  const { documents } = await read('latin.txt', Buffer.from(repeated(line, 1.3 * partCharacters), 'latin1'))
  expect(documents.length).toBe(2)
  for (const { text } of documents)
    expect(text.replaceAll('Citroën DS, moteur à quatre cylindres en ligne.\n', '')).toBe('')
})

test.each([
  ['nothing but letters', 'x'],
  ['signs of two halves', '\u{1f697}'],
  ['lines of two signs', '\r\n'],
  ['one blank in many', `${'x'.repeat(5_000_000)} `],
])('a text of %s is parted without tearing a character or a line', async (_, sign) => {
  const text = repeated(sign, 2.2 * partCharacters + 1)
  const whole: string[] = []
  const bytes = Buffer.from(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / 65_537) }, (_, n) =>
    bytes.subarray(n * 65_537, (n + 1) * 65_537),
  )
  for await (const part of textParts(pieces, 'utf-8')) {
    expect(part.isWellFormed()).toBe(true)
    expect(part.length).toBeLessThanOrEqual(partCharacters)
    whole.push(part)
  }
  expect(whole.length).toBeGreaterThan(1)
  expect(whole.join('') === text.replace(/\r\n/g, '\n')).toBe(true)
})
