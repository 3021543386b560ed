import type { Question } from './exhaustive.ts'
import { type Generator, mulberry } from './text.ts'

/** Words by how common they are in the generator's vocabulary. */
const common = (random: () => number) => Math.floor(random() * 300)
const rare = (random: () => number) => 3_000 + Math.floor(random() * 9_000)

const shapes: { group: string; words: (random: () => number) => number[] }[] = [
  { group: 'one rare word', words: (r) => [rare(r)] },
  { group: 'one common word', words: (r) => [common(r)] },
  { group: 'two common words', words: (r) => [common(r), common(r)] },
  {
    group: 'three to five common words',
    words: (r) => Array.from({ length: 3 + Math.floor(r() * 3) }, () => common(r)),
  },
  { group: 'a rare with common words', words: (r) => [rare(r), common(r), common(r)] },
  {
    group: 'a sentence of four to six words',
    words: (r) => Array.from({ length: 4 + Math.floor(r() * 3) }, (_, n) => (n % 2 ? rare(r) : common(r))),
  },
]

/** `each` questions of every shape in the whole library, and as many in the scope of one make. */
export function askQuestions(generator: Generator, lexemeOf: Int32Array, makes: number, each: number): Question[] {
  const random = mulberry(7)
  return shapes.flatMap(({ group, words }) =>
    Array.from({ length: 2 * each }, (_, n) => {
      const chosen = words(random)
      const make = n % 2 ? Math.floor(random() * makes) : null
      return {
        group: make === null ? group : 'in the scope of a vehicle',
        words: chosen.map((word) => generator.vocabulary[word] as string),
        lexemes: [...new Set(chosen.map((word) => lexemeOf[word] as number))],
        make,
      }
    }),
  )
}
