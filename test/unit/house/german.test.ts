import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { readSchemaFiles } from '../../../scripts/generate/schema-files.ts'
import { german } from '../../../src/react/language/german/index.ts'
import { named } from '../../../src/react/language/german/named.ts'
import { operator } from '../../../src/react/language/german/operator.ts'
import { patterns } from '../../../src/react/language/german/patterns.ts'
import { refusals } from '../../../src/react/language/german/refusals.ts'
import { type Sentences, sentencesIn, sentencesOf } from './sentences.ts'

const isOperators = (file: string) => file.includes('/operator/')
/** With what operators alone see. */
const words: Readonly<Record<string, string>> = { ...german.words, ...operator }
/** No words of the page: the catalogues, the build's plug-ins, what speaks to the server. */
const isWordless = (file: string) => /react\/language\/|plugin\.ts$|web\/(light|worker|language)/.test(file)

/** Stand on the page as they are, in every language. */
const asTheyAre = new Set([
  'Paddock', // a name
  ', SHA-256', // a name
  'https://', // what an address begins with
  'When {}', // looked up whole, as the database tells of it
])

/** Words of the SDK and of the plates that the page looks up. */
const elsewhere = ['src/client/spec-words.ts', 'src/client/qualifiers.ts', 'src/client/bet-types.ts']

let sentences: Sentences
beforeAll(async () => {
  sentences = await sentencesIn('src/{react,web}/**/*.{ts,tsx}', isWordless)
  for (const file of elsewhere) {
    const { said, kept } = sentencesOf(file)
    sentences.said.push(...said)
    sentences.kept.push(...kept)
  }
})

const placeholders = (text: string) => [...new Set([...text.matchAll(/\{\w+\}/g)].map(([name]) => name))].sort()

describe('German is whole', () => {
  test('whatever the page says has a German sentence', () => {
    const untold = [...sentences.said, ...sentences.kept].filter(
      ({ at, text }) => !(text in (isOperators(at) ? words : german.words)) && !asTheyAre.has(text),
    )
    expect(untold).toEqual([])
  })

  test('what operators alone see says nothing over again', () => {
    expect(Object.keys(operator).filter((sentence) => sentence in german.words)).toEqual([])
  })

  test('no words stand on the page without being looked up', () => {
    expect(sentences.bare.filter(({ text }) => !asTheyAre.has(text))).toEqual([])
  })

  test('a sentence has the same values in both languages, and no empty form', () => {
    const wrong = Object.entries({ ...words, ...patterns }).filter(([english, words]) => {
      const isRule = /^[a-z0-9_]+$/.test(english) && english.includes('_')
      const forms = words.split('|')
      return (
        forms.length > 2 ||
        forms.some((form) => form.trim() === '') ||
        (!isRule && placeholders(words).join() !== placeholders(english).join()) ||
        forms.length !== (isRule ? 1 : english.split('|').length)
      )
    })
    expect(wrong).toEqual([])
  })
})

describe('no German sentence is left over', () => {
  test('each is asked for by the page, by its English', async () => {
    const literals = new Set<string>()
    for await (const file of glob('src/{react,web,client}/**/*.{ts,tsx}')) {
      if (file.includes('language/german/')) continue
      for (const [, single, double] of readFileSync(file, 'utf8').matchAll(
        /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g,
      ))
        literals.add((single ?? double ?? '').replaceAll('\\u00a0', '\u00a0').replaceAll("\\'", "'"))
    }
    const schema = (await readSchemaFiles('.')).map(({ text }) => text).join('\n')
    const left = Object.keys(german.words).filter((key) => !literals.has(key) && !(key in named) && !(key in refusals))
    const leftToOperators = Object.keys(operator).filter((key) => !literals.has(key) && !schema.includes(key))
    expect([...left, ...leftToOperators]).toEqual([])
  })

  test('each of the database is in the database, or in what reads its sources', async () => {
    const schema = (await readSchemaFiles('.')).map(({ text }) => text).join('\n')
    const code = [
      'src/client/errors.ts',
      'src/client/acts/acts.ts',
      'src/research/decide/answer.ts',
      'src/plates/body-style.ts',
    ]
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n')
    const words = `${schema} ${code}`
      .replace(/'\s*\n\s*'/g, '') // adjacent literals are one
      .replaceAll("''", "'")
      .replaceAll('%%', '%')
    const isThere = (text: string) => words.includes(text)
    const unknown = [
      ...Object.keys(refusals).filter((code) => !new RegExp(`\\b${code}\\b`).test(words)),
      ...Object.keys(named).filter(
        (name) =>
          !isThere(name.replace(/^When |@\w+$/g, '').toLowerCase()) && !isThere(name.replace(/^When |@\w+$/g, '')),
      ),
      ...Object.keys(patterns).filter(
        (pattern) => !pattern.split(/\{\w+\}/).every((part) => isThere(part.replace(/^[ .%]+|[ .%]+$/g, ''))),
      ),
    ]
    expect(unknown).toEqual([])
    const kinds = /insert into app\.notice_kinds.*?on conflict/s.exec(schema)?.[0] ?? ''
    const told = [...kinds.matchAll(/,\s*'([^']+)'\)/g)].map(([, about]) => `When ${about}`)
    expect(told.length).toBeGreaterThan(10)
    expect(told.filter((about) => !(about in named))).toEqual([])
  })
})
