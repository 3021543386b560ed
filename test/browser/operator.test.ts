import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { setOperator } from '../../src/server/cli/operator.ts'
import { openSite, soon } from './site.ts'

const site = openSite()
const password = 'a long enough secret'

/** An account with a confirmed address, with the role or without, and a page where it has signed in. */
async function signedIn(name: string, path: string, { isOperator = true, width = 1280 } = {}) {
  const email = `${name}-${randomUUID().slice(0, 8)}@example.com`
  const made = await site.server.service().auth.admin.createUser({ email, password, email_confirm: true })
  expect(made.error).toBeNull()
  if (isOperator) await setOperator(site.server.adminUrl, email, true)
  const { page, problems } = await site.visit(path, { viewport: { width, height: 900 } })
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: email }).waitFor()
  return { email, page, problems }
}

/** A member who has signed up by the API. */
async function member() {
  const client = site.server.client()
  const { data, error } = await client.auth.signUp({ email: `m-${randomUUID().slice(0, 8)}@example.com`, password })
  expect(error).toBeNull()
  return { client, id: data.user?.id as string }
}

async function reportedComment(model: string, text: string): Promise<string> {
  const vehicle = await site.vehicle(model)
  const [photo] = await site.server.sql`select id from vehicle_images where vehicle_id = ${vehicle} order by created_at`
  const [author, reader] = [await member(), await member()]
  const row = { image_id: photo?.id, user_id: author.id, interaction_type: 'comment', comment_text: text }
  const { data, error } = await author.client.from('image_interactions').insert(row).select('id').single()
  expect(error).toBeNull()
  const report = { interaction_id: data?.id, user_id: reader.id, reason: 'It insults the owner' }
  expect((await reader.client.from('comment_reports').insert(report)).error).toBeNull()
  return `/vehicles/${vehicle}?photo=${photo?.id}`
}

/** Two members have staked, the car sold, and one of them objects. */
async function disputed(model: string): Promise<string> {
  const vehicle = await site.vehicle(model)
  const people = [await member(), await member()]
  for (const [n, { client, id }] of people.entries()) {
    const bet = {
      vehicle_id: vehicle,
      user_id: id,
      bet_type: 'auction_price',
      confidence_percent: 60,
      stake_amount: 10,
    }
    const prediction = { target_value: 20_000 + 5_000 * n }
    expect((await client.from('vehicle_bets').insert({ ...bet, prediction })).error).toBeNull()
  }
  const sale = {
    ...{ vehicle_id: vehicle, kind: 'auction_result', sold: true, value: 21_000 },
    ...{ occurred_at: new Date().toISOString(), evidence: { source_url: 'https://www.example.com/lot/12' } },
  }
  expect((await site.server.service().from('vehicle_outcomes').insert(sale)).error).toBeNull()
  const words = { vehicle_id: vehicle, question: 'auction_price:USD', reason: 'That was another lot' }
  expect((await people[0]?.client.rpc('dispute_settlement', words))?.error).toBeNull()
  return vehicle
}

const decide = async (page: Page, why: string, confirm: string) => {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Why?').fill(why)
  await dialog.getByRole('button', { name: confirm }).click()
}

test.each([360, 1280])(
  'at %i px an operator takes a reported comment from view and rejects a dispute; everybody sees what came of it',
  async (width) => {
    const model = width === 360 ? 'PL510' : '2002'
    const text = `You cannot drive ${width}`
    const photo = await reportedComment(model, text)
    const vehicle = await disputed(model)
    const { email, page, problems } = await signedIn('olga', '/', { width })
    const other = await signedIn('otto', '/operator/reports')
    const fits = async () => expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)

    await page.getByRole('link', { name: 'Operator' }).filter({ visible: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Operator' }).waitFor()
    await fits()
    await page
      .getByRole('navigation', { name: 'For operators' })
      .getByRole('link', { name: /^Reports/ })
      .click()
    const report = page.getByRole('region', { name: 'Reports' }).getByRole('listitem').filter({ hasText: text }).first()
    await report.getByText('It insults the owner').waitFor()
    await fits()
    const theirs = other.page.getByRole('article').filter({ hasText: text })
    await theirs.getByRole('button', { name: 'Leave it' }).click() // the sheet stays open while somebody is faster
    await report.getByRole('button', { name: 'Take from view' }).click()
    await page
      .getByRole('dialog')
      .getByText('Only its author, who is told why, and the car’s owner will see it')
      .waitFor()
    await decide(page, 'An insult', 'Take from view')
    await page.getByText('Taken from view. 1 report closed.').waitFor()
    await page.getByRole('region', { name: 'Comments taken from view' }).getByText(text).waitFor()
    await decide(other.page, 'An opinion', 'Leave it')
    await other.page.getByText('These reports have been decided already.').waitFor()

    await page
      .getByRole('navigation', { name: 'For operators' })
      .getByRole('link', { name: /^Disputes/ })
      .click()
    const dispute = page.getByRole('article').filter({ hasText: 'That was another lot' })
    await dispute.getByText('Sold for $21,000').waitFor()
    await fits()
    await dispute.getByRole('button', { name: 'Reject the dispute' }).click()
    await decide(page, 'The catalogue has this car', 'Let the answer stand')
    await page.getByText('The dispute is rejected.').waitFor()
    await page.getByText('No answer is disputed.').waitFor()
    await soon(async () => {
      await site.server.sql`select app.settle_due()`
      return (
        await site.server
          .sql`select state from bet_questions where vehicle_id = ${vehicle} and question = 'auction_price:USD'`
      )[0]?.state
    }).toBe('final')

    await page
      .getByRole('navigation', { name: 'For operators' })
      .getByRole('link', { name: /^Overview/ })
      .click()
    const done = page.getByRole('listitem').filter({ hasText: 'Reject dispute: The catalogue has this car' })
    await done.filter({ hasText: email }).waitFor()
    const visitor = await site.visit(photo)
    await visitor.page.getByRole('heading', { level: 1 }).waitFor()
    await visitor.page.waitForLoadState('networkidle')
    expect(await visitor.page.getByText(text).count()).toBe(0)
    expect([...problems, ...visitor.problems]).toEqual([])
  },
)

test('to members, to visitors and to somebody whose role was taken away the pages are not there', async () => {
  const visitor = await site.visit('/operator')
  await visitor.page.getByText('No such page').waitFor()
  const bob = await signedIn('bob', '/operator/reports', { isOperator: false })
  await bob.page.getByText('No such page').waitFor()
  expect(await bob.page.getByRole('link', { name: 'Operator' }).count()).toBe(0)

  const rolf = await signedIn('rolf', '/operator')
  await rolf.page.getByRole('heading', { level: 1, name: 'Operator' }).waitFor()
  await setOperator(site.server.adminUrl, rolf.email, false)
  await rolf.page.reload()
  await rolf.page.getByText('No such page').waitFor()
})

test('on a phone an operator hurries an item, pauses a source, suspends a member and turns the model off; each says what it did', async () => {
  const { sql } = site.server
  await sql`select app.set_item_aside('fold_votes', 'a car', 'poisoned')`
  await sql`insert into sources (kind, title, url, refetch_every, next_crawl_at)
    values ('forum', 'A forum of old', 'https://forum.example/', '1 day', now() + interval '1 year')`
  const { id } = await member()
  const { page, problems } = await signedIn('olga', '/operator', { width: 390 })
  const go = async (name: RegExp, title: string) => {
    await page.getByRole('navigation', { name: 'For operators' }).getByRole('link', { name }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  }
  await go(/^Jobs/, 'Jobs')
  await page.getByText('poisoned').waitFor()
  await page.getByRole('button', { name: 'Try now a car' }).click()
  await decide(page, 'Mended', 'Try it now')
  await page.getByText('It is due now.').waitFor()
  await page.getByRole('button', { name: 'Run now settle' }).first().click()
  await decide(page, 'To see it', 'Run it now')
  await page.getByText(/^“settle.*” went well\.$/).waitFor()

  await go(/^Sources/, 'Health of sources')
  const source = page.getByRole('article').filter({ hasText: 'A forum of old' })
  await source.getByRole('button', { name: 'Pause' }).click()
  await decide(page, 'They ask for it', 'Pause it')
  await page.getByText('A forum of old is paused.').waitFor()
  await source.getByText('No crawl is planned.').waitFor()

  await page.getByRole('button', { name: 'Add a site' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Address').fill('http://192.0.2.1/')
  await sheet.getByLabel('Title').fill('A club')
  await sheet.getByLabel('Kind').selectOption({ label: 'Forum' })
  await decide(page, 'Members ask for it', 'Add it')
  await page.getByText('A club is added.').waitFor()
  await page.getByRole('article').filter({ hasText: 'A club' }).waitFor()

  await go(/^Members/, 'Members')
  await page.getByLabel('Name, email or id').fill(id)
  const found = page.getByRole('article')
  await soon(() => found.count()).toBe(1)
  await found.getByRole('button', { name: /^Suspend/ }).click()
  await page.getByRole('dialog').getByLabel('Until').fill('2020-01-01')
  await decide(page, 'Spam', 'Suspend')
  await page.getByText('The end of a suspension must lie in the future.').waitFor()
  await page.getByRole('dialog').getByLabel('Until').fill('2100-01-01')
  await decide(page, 'Spam', 'Suspend')
  await found.getByText('Suspended until 1 January 2100: Spam').waitFor()
  await found.getByRole('button', { name: /^Lift/ }).click()
  await decide(page, 'A mistake', 'Lift it')
  await found.getByRole('button', { name: /^Suspend/ }).waitFor()

  await go(/^Budgets/, 'Budgets of research')
  await page.getByRole('button', { name: 'Turn off' }).click()
  await decide(page, 'It answers nonsense', 'Turn it off')
  await page.getByText('No model is asked any more.').waitFor()
  await page.getByRole('button', { name: 'Turn on' }).waitFor()
  expect(problems.filter((problem) => !problem.includes('400'))).toEqual([])
})

test('a photo is reported where it is shown; an operator sees it, takes it from view and shows it again', async () => {
  const vehicle = await site.vehicle('Chevelle Malibu')
  const first = await site.server.sql`
    select id, image_url from vehicle_images where vehicle_id = ${vehicle} order by position, created_at limit 1`
  const [photo] = first
  const reader = await site.visit(`/vehicles/${vehicle}?photo=${photo?.id}`)
  await reader.page.getByRole('button', { name: 'Fill the screen' }).click()
  await reader.page.getByRole('button', { name: 'What this photo shows' }).click()
  await reader.page.getByRole('button', { name: 'Report photo' }).click()
  await reader.page.getByLabel('What is wrong with this photo?').fill('It shows another car')
  await reader.page.getByRole('button', { name: 'Report', exact: true }).click()
  await reader.page.getByText('Reported. The operator looks at it').waitFor()

  const { page, problems } = await signedIn('petra', '/operator/reports')
  const reported = page.getByRole('article').filter({ hasText: 'It shows another car' })
  await reported.getByRole('img').waitFor()
  await reported.getByRole('button', { name: 'Take from view' }).click()
  await decide(page, 'Another car', 'Take from view')
  await page.getByText('Taken from view. 1 report closed.').waitFor()
  const held = page.getByRole('region', { name: 'Photos taken from view' })
  await held.getByText('Another car').waitFor()

  const shown = () => site.server.client().from('vehicle_images').select('id').eq('id', photo?.id)
  expect((await shown()).data).toEqual([])
  const other = await site.visit(`/vehicles/${vehicle}?photo=${photo?.id}`)
  await other.page.getByText('The photo of this link is no longer here.').waitFor()

  await held.getByRole('button', { name: 'Show it again' }).click()
  await decide(page, 'It is this car', 'Show it again')
  await page.getByText('The photo is shown again.').waitFor()
  await soon(async () => (await shown()).data).toHaveLength(1)
  expect([...reader.problems, ...problems]).toEqual([])
})
