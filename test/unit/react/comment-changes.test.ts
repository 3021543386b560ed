import { expect, test } from 'vitest'
import type { Comment, Comments } from '../../../src/client/comments.ts'
import { changed, withComment, without } from '../../../src/react/hooks/comment-changes.ts'

const comment = (id: string, parentId: string | null = null, replies: Comment[] = []): Comment => ({
  id,
  text: id,
  author: { id: 'ada', name: 'Ada' },
  writtenAt: '2026-11-24T12:00:00Z',
  editedAt: null,
  isHidden: false,
  parentId,
  replies,
})

const thread: Comments = {
  comments: [comment('a', null, [comment('a1', 'a'), comment('a2', 'a')]), comment('b')],
  count: 4,
}
const ids = ({ comments }: Comments) => comments.map(({ id, replies }) => [id, ...replies.map((reply) => reply.id)])

test('a comment goes to the end, an answer to the end of its thread', () => {
  expect(ids(withComment(thread, comment('c')))).toEqual([['a', 'a1', 'a2'], ['b'], ['c']])
  expect(ids(withComment(thread, comment('b1', 'b')))).toEqual([
    ['a', 'a1', 'a2'],
    ['b', 'b1'],
  ])
  expect(withComment(thread, comment('c')).count).toBe(5)
})

test('comments and answers change in their place', () => {
  const after = changed(changed(thread, 'a1', { text: 'new' }), 'b', { isHidden: true })
  expect(ids(after)).toEqual(ids(thread))
  expect(after.comments[0]?.replies[0]?.text).toBe('new')
  expect(after.comments[1]?.isHidden).toBe(true)
  expect(thread.comments[0]?.replies[0]?.text).toBe('a1')
})

test('answers outlive the comment that they answered', () => {
  expect(ids(without(thread, 'a'))).toEqual([['a1'], ['a2'], ['b']])
  expect(ids(without(thread, 'a1'))).toEqual([['a', 'a2'], ['b']])
  expect(without(thread, 'b').count).toBe(3)
})
