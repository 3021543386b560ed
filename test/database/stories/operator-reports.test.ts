import { expect, test } from 'vitest'
import {
  decideReports,
  holdComment,
  listHeldComments,
  listOpenReports,
  type OpenReport,
  releaseComment,
} from '../../../src/client/operator/index.ts'
import { type Community, community } from '../../support/community.ts'
import { operator, removeOperator, withClaim } from '../../support/operators.ts'
import type { Person } from '../../support/people.ts'

// Reports and comments that are held, by who acts.

async function commented({ image }: Community, author: Person, text = 'Junk'): Promise<string> {
  const { data, error } = await author
    .from('image_interactions')
    .insert({ image_id: image.id, user_id: author.id, interaction_type: 'comment', comment_text: text })
    .select('id')
    .single()
  expect(error).toBeNull()
  return data?.id as string
}

async function report(reporter: Person, comment: string, reason: string): Promise<void> {
  const row = { interaction_id: comment, user_id: reporter.id, reason }
  expect((await reporter.from('comment_reports').insert(row)).error).toBeNull()
}

async function find(olga: Person, commentId: string): Promise<OpenReport | undefined> {
  let after: string | null = null
  do {
    const page = await listOpenReports(olga, { limit: 2, after })
    const found = page.rows.find(({ about }) => about.kind === 'comment' && about.commentId === commentId)
    if (found) return found
    after = page.next
  } while (after)
  return undefined
}

const sees = async (person: { from: Person['from'] }, id: string) =>
  (await person.from('image_interactions').select('is_hidden').eq('id', id)).data

test('two people’s reports are one row; upheld, the comment is seen by author and owner alone, and neither shows it', async () => {
  const c = await community()
  const olga = await operator(c)
  const id = await commented(c, c.alice)
  await report(c.bob, id, 'Rude')
  await report(c.carol, id, 'Very rude')
  for (let n = 0; n < 3; n++) await report(c.bob, await commented(c, c.alice, `Junk ${n}`), 'Rude')
  const found = await find(olga, id)
  expect(found).toMatchObject({
    ...{ vehicleId: c.vehicle.id, vehicle: '1971 Datsun PL510', people: 2, isOwn: false },
    ...{ reports: [{ reason: 'Rude' }, { reason: 'Very rude' }], about: { text: 'Junk', isHidden: false } },
  })
  expect(await decideReports(olga, found as OpenReport, 'uphold', 'Insults')).toBe(2)
  expect(await find(olga, id)).toBeUndefined()
  expect(await sees(c.visitor, id)).toEqual([])
  expect(await sees(c.bob, id)).toEqual([])
  expect(await sees(c.alice, id)).toEqual([{ is_hidden: true }])
  const show = await c.carol.from('image_interactions').update({ is_hidden: false }).eq('id', id)
  expect(show.error).toMatchObject({ code: '42501', details: 'an_operator_holds_this_comment' })
  expect((await c.bob.from('comment_reports').select('state').eq('interaction_id', id)).data).toEqual([
    { state: 'upheld' },
  ])
  const { data: acts } = await olga.rpc('operator_acts', { limit: 1 })
  expect(acts).toMatchObject([{ operator_id: olga.id, act: 'hold_comment', about: id, reason: 'Insults' }])

  expect((await listHeldComments(olga)).rows).toContainEqual(
    expect.objectContaining({ commentId: id, text: 'Junk', reason: 'Insults' }),
  )
  await releaseComment(olga, id, 'It was a quote')
  expect(await sees(c.visitor, id)).toEqual([{ is_hidden: false }])
  await expect(releaseComment(olga, id, 'Again')).rejects.toMatchObject({ code: 'comment_is_held' })
})

test('rejected, the comment stays; what the owner hid stays hidden when a hold ends', async () => {
  const c = await community()
  const olga = await operator(c)
  const id = await commented(c, c.alice)
  await report(c.bob, id, 'I disagree')
  await decideReports(olga, (await find(olga, id)) as OpenReport, 'reject', 'An opinion')
  expect(await sees(c.visitor, id)).toEqual([{ is_hidden: false }])
  expect((await c.carol.from('image_interactions').update({ is_hidden: true }).eq('id', id)).error).toBeNull()
  await holdComment(olga, id, 'Insults')
  await releaseComment(olga, id, 'A mistake')
  expect(await sees(c.visitor, id)).toEqual([])
  // An operator's role opens no door beside these: the comment of somebody else, and the hiding of one's own.
  const own = await commented(c, olga)
  for (const target of [id, own]) {
    const change = await olga.from('image_interactions').update({ is_hidden: true }).eq('id', target).select()
    expect(change.data ?? []).toEqual([])
  }
})

test('of two operators at once on one report the first decides, and the other is told', async () => {
  const c = await community()
  const operators = [await operator(c), await operator(c, 'otto')]
  const id = await commented(c, c.alice)
  await report(c.bob, id, 'Rude')
  const found = (await find(operators[0] as Person, id)) as OpenReport
  const answers = await Promise.allSettled(
    operators.map((each, n) => decideReports(each, found, n === 0 ? 'uphold' : 'reject', `Said by ${n}`)),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'reports_are_open' } })
  const { data: acts } = await (operators[0] as Person).rpc('operator_acts', { limit: 1000 })
  expect((acts as { about: string }[]).filter(({ about }) => about === id)).toHaveLength(1)
  const winner = answers.findIndex(({ status }) => status === 'fulfilled')
  expect(await sees(c.visitor, id)).toEqual(winner === 0 ? [] : [{ is_hidden: false }])
})

test('nobody decides about their own comment or car, and everybody else is refused alike, whether there is something or not', async () => {
  const c = await community()
  const olga = await operator(c)
  const own = await commented(c, olga)
  await report(c.bob, own, 'Rude')
  const reported = (await find(olga, own)) as OpenReport
  expect(reported.isOwn).toBe(true)
  await expect(decideReports(olga, reported, 'reject', 'Mine')).rejects.toMatchObject({
    code: 'operators_decide_what_they_have_no_part_in',
  })
  const removed = await operator(c, 'rolf')
  await removeOperator(c, removed)
  const people = { visitor: c.visitor, member: c.bob, author: c.alice, owner: c.carol, removed }
  const claiming = await withClaim(c, c.alice)
  for (const [who, person] of Object.entries({ ...people, claiming }))
    for (const comment_id of [own, c.vehicle.id]) {
      const answer = await person.rpc('decide_comment_reports', { comment_id, decision: 'uphold', reason: 'Mine' })
      expect(answer.error?.code, who).toBe('42501')
    }
  await expect(decideReports(olga, reported, 'reject', ' ')).rejects.toMatchObject({ code: 'acts_have_a_reason' })
})

test('an answer that is reported and upheld is dropped; rejected, its note goes', async () => {
  const c = await community()
  const olga = await operator(c)
  const keep = async (spec: string) => {
    await c.sql`insert into spec_research_cache (vehicle_id, spec_name, spec_value, research_data)
      values (${c.vehicle.id}, ${spec}, '113 hp', '{}')`
    const row = { vehicle_id: c.vehicle.id, spec_name: spec, user_id: c.bob.id, reason: 'Another engine' }
    expect((await c.bob.from('research_reports').insert(row)).error).toBeNull()
    const { rows } = await listOpenReports(olga, { limit: 200 })
    return rows.find(({ about, vehicleId }) => vehicleId === c.vehicle.id && about.kind === 'answer') as OpenReport
  }
  const power = await keep('power')
  expect(power.about).toEqual({ kind: 'answer', spec: 'power', value: '113 hp' })
  await decideReports(olga, power, 'uphold', 'It is of the 1600')
  await decideReports(olga, await keep('torque'), 'reject', 'It is right')
  const { data } = await c.service.from('spec_research_cache').select('spec_name').eq('vehicle_id', c.vehicle.id)
  expect(data).toEqual([{ spec_name: 'torque' }])
  const states =
    await c.sql`select spec_name, state from research_reports where vehicle_id = ${c.vehicle.id} order by 1`
  expect(states).toEqual([
    { spec_name: 'power', state: 'upheld' },
    { spec_name: 'torque', state: 'rejected' },
  ])
})
