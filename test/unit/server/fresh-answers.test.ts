import { expect, test } from 'vitest'
import { createFreshAnswers } from '../../../src/server/fresh-answers.ts'

type Question = { key: string }

function counted(answerOf: (key: string) => string = (key) => key.toUpperCase()) {
  const reads: string[][] = []
  const read = async (questions: Question[]) => {
    reads.push(questions.map(({ key }) => key))
    return new Map(questions.map(({ key }) => [key, answerOf(key)]))
  }
  return { reads, read }
}

test('all who ask in one turn share one query, and who asks soon after needs none', async () => {
  const { reads, read } = counted()
  const answers = createFreshAnswers(read, 'none', 60_000)
  const got = await Promise.all(['a', 'b', 'a', 'a'].map((key) => answers.get({ key })))
  expect(got).toEqual(['A', 'B', 'A', 'A'])
  expect(answers.get({ key: 'a' }), 'without waiting').toBe('A')
  expect(reads).toEqual([['a', 'b']])
})

test('what is forgotten is asked anew, also when it was being asked just then', async () => {
  let state = 'before'
  const { reads, read } = counted(() => state)
  const answers = createFreshAnswers(
    async (questions) => {
      const found = await read(questions)
      if (reads.length === 1) {
        state = 'after'
        answers.forget() // the change comes between the look and the answer
      }
      return found
    },
    'none',
    60_000,
  )
  expect(await answers.get({ key: 'a' })).toBe('before')
  expect(await answers.get({ key: 'a' })).toBe('after')
})

test('an answer that is old is not given, and a question that fails twice is told', async () => {
  const { reads, read } = counted()
  const answers = createFreshAnswers(read, 'none', 0)
  await answers.get({ key: 'a' })
  await answers.get({ key: 'a' })
  expect(reads).toHaveLength(2)

  let fails = 1
  const shaky = createFreshAnswers(async (questions: Question[]) => {
    if (fails-- > 0) throw new Error('the connection was lost')
    return await read(questions)
  }, 'none')
  expect(await shaky.get({ key: 'x' }), 'asked again').toBe('X')
  fails = 2
  await expect(shaky.get({ key: 'y' })).rejects.toThrow('lost')
})
