import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { community } from '../support/community.ts'
import { foldAll } from './attention/doors.ts'

// Recipes of CONTRIBUTING.md, followed in the database as they are written there. Of the others, a bet type is added in
// bets/bet-types.test.ts, an operator is asked for by rest/filters.test.ts, a page by unit/house/recipes.test.ts, and a
// job is registered in stories/jobs.test.ts.

const schema = (file: string) => readFileSync(new URL(`../../supabase/schemas/${file}`, import.meta.url), 'utf8')
const statement = (text: string, start: RegExp) => text.slice(start.exec(text)?.index).split(/;\n/)[0] ?? ''

test('a reaction that is added as the recipe says is taken once a day, lifts the score and moves no other count', async () => {
  const { sql, alice, bob, image } = await community()
  const want = { image_id: image.id, interaction_type: 'want' }
  expect((await alice.from('image_interactions').insert(want)).error?.message).toContain('interaction_type_is')

  const [known] = /check \(interaction_type in \(.*?\)\)/.exec(schema('30_attention/32_image_interactions.sql')) ?? []
  const weights = statement(
    schema('30_attention/42_engagement_score.sql'),
    /create or replace function app.interaction_weight/,
  )
  await sql.unsafe(`
    alter table image_interactions drop constraint interaction_type_is_like_comment_or_share;
    alter table image_interactions add constraint interaction_type_is_known ${known?.replace("'share')", "'share', 'want')")};
    ${weights.replace("when 'like' then 4", "when 'like' then 4 when 'want' then 5")}`)

  const counts = async () => {
    const [row] = await sql`
      select engagement_score, view_count, like_count, comment_count, share_count from vehicle_images where id = ${image.id}`
    return { ...row }
  }
  for (const person of [alice, bob]) expect((await person.from('image_interactions').insert(want)).error).toBeNull()
  await foldAll(sql)
  const two = await counts()
  expect(Number(two.engagement_score)).toBeGreaterThan(0)
  expect(two).toMatchObject({ view_count: '0', like_count: '0', comment_count: '0', share_count: '0' })
  await alice.from('image_interactions').insert(want)
  await foldAll(sql)
  expect(Number((await counts()).engagement_score)).toBeCloseTo(Number(two.engagement_score), 1)
})

test('a column that is added at the end of a summary is read through the API by everybody who reads the summary', async () => {
  const { sql, visitor, vehicle } = await community()
  const view = statement(schema('70_auction/30_auction_vote_summary.sql'), /create or replace view/)
  const more = view.replace(
    /\nfrom public\.vehicles v/,
    ',\n  t.regular_weight as regular_weight\nfrom public.vehicles v',
  )
  await sql.unsafe(more)
  await sql`notify pgrst, 'reload schema'`
  const read = async () =>
    (await visitor.from('auction_vote_summary').select('total_votes, regular_weight').eq('vehicle_id', vehicle.id)).data
  await expect.poll(read).toEqual([{ total_votes: 0, regular_weight: null }])
})
