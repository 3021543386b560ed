import { expect, test } from 'vitest'
import { community } from '../../support/community.ts'

test('one like a person and photo, any number of comments', async () => {
  const { alice, bob, visitor, image } = await community()
  const act = (client: typeof visitor, row: object) =>
    client.from('image_interactions').insert({ image_id: image.id, ...row })
  expect((await act(alice, { user_id: alice.id, interaction_type: 'like' })).error).toBeNull()
  expect((await act(alice, { user_id: alice.id, interaction_type: 'like' })).error?.code).toBe('23505')
  expect((await act(bob, { interaction_type: 'like' })).error).toBeNull()
  for (const comment_text of ['First', 'Second', '<b>Third</b>']) {
    expect((await act(alice, { interaction_type: 'comment', comment_text })).error).toBeNull()
  }
  const { data } = await visitor
    .from('image_interactions')
    .select('interaction_type, comment_text')
    .eq('image_id', image.id)
    .order('created_at')
  expect(data?.filter((row) => row.interaction_type === 'like')).toHaveLength(2)
  expect(data?.flatMap((row) => row.comment_text ?? [])).toEqual(['First', 'Second', '<b>Third</b>'])
})

test('two likes at once are one', async () => {
  const { alice, image, sql } = await community()
  const like = () => alice.from('image_interactions').insert({ image_id: image.id, interaction_type: 'like' })
  const answers = await Promise.all([like(), like(), like(), like()])
  expect(answers.filter(({ error }) => error === null)).toHaveLength(1)
  expect(await sql`select from image_interactions where image_id = ${image.id}`).toHaveLength(1)
})

test('people take back only what they did themselves', async () => {
  const { alice, bob, image } = await community()
  await alice.from('image_interactions').insert({ image_id: image.id, interaction_type: 'like' })
  expect((await bob.from('image_interactions').delete().eq('image_id', image.id).select()).data).toEqual([])
  expect(
    (await alice.from('image_interactions').delete().eq('image_id', image.id).select('interaction_type')).data,
  ).toEqual([{ interaction_type: 'like' }])
})

test.each([
  [{ interaction_type: 'comment' }, 'comment_text_belongs_to_comments'],
  [{ interaction_type: 'comment', comment_text: '' }, 'comment_has_1_to_2000_characters'],
  [{ interaction_type: 'comment', comment_text: ' \n\t ' }, 'comment_has_1_to_2000_characters'],
  [{ interaction_type: 'comment', comment_text: 'x'.repeat(2001) }, 'comment_has_1_to_2000_characters'],
  [{ interaction_type: 'like', comment_text: 'no' }, 'comment_text_belongs_to_comments'],
  [{ interaction_type: 'stare' }, 'interaction_type_is_like_comment_or_share'],
])('an interaction that makes no sense is refused by name (%#)', async (bad, constraint) => {
  const { alice, image } = await community()
  const { error, status } = await alice.from('image_interactions').insert({ image_id: image.id, ...bad })
  expect(status).toBe(400)
  expect(error?.message).toContain(constraint)
})
