import { expect, test } from 'vitest'
import { createTurns } from '../../../src/server/uploads/turns.ts'

function log() {
  const said: string[] = []
  const work = (name: string) => async () => {
    said.push(`${name} begins`)
    await new Promise((resolve) => setTimeout(resolve, 5))
    said.push(`${name} ends`)
    return name
  }
  return { said, work }
}

test('work is done one at a time in the order it came, and what is too much is sent away', async () => {
  const turns = createTurns(1, { all: 2, client: 2 })
  const { said, work } = log()
  const taken = ['a', 'b', 'c'].map((name) => turns.take('somebody', work(name)))
  expect(turns.take('somebody', work('d'))).toBeNull()
  expect(turns.take('somebody else', work('d'))).toBeNull()
  expect(await Promise.all(taken)).toEqual(['a', 'b', 'c'])
  expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  expect(await turns.take('somebody', work('e'))).toBe('e')
})

test('who has sent one is not behind all that another has sent', async () => {
  const turns = createTurns(1, { all: 30, client: 4 })
  const { said, work } = log()
  const many = ['1', '2', '3', '4', '5'].map((name) => turns.take('many', work(name)))
  expect(turns.take('many', work('6')), 'one client fills its own line only').toBeNull()
  const one = turns.take('one', work('mine'))
  expect(await one).toBe('mine')
  expect(said.filter((line) => line.endsWith('ends'))).toEqual(['1 ends', '2 ends', 'mine ends'])
  expect(await Promise.all(many)).toEqual(['1', '2', '3', '4', '5'])
})

test('work that fails lets the next one through', async () => {
  const turns = createTurns(1, { all: 5, client: 5 })
  const failing = turns.take('somebody', () => Promise.reject(new Error('no')))
  const next = turns.take('somebody', async () => 'done')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('done')
})
