import { expect, test } from 'vitest'
import { setOperator } from '../../src/server/cli/operator.ts'
import { newCar, newMember, signInHere, visitAs } from './members.ts'
import { openSite, soon } from './site.ts'

const site = openSite()

test.each([360, 1440])(
  'at %i px an owner says that the build is complete, others read it, and it is taken back and entered anew',
  async (width) => {
    const owner = await newMember(site, `Olivia ${width}`)
    const car = await newCar(site, owner, `GTV ${width}`)
    const bettor = await newMember(site, `Bert ${width}`)
    const bet = { vehicle_id: car, user_id: bettor.id, bet_type: 'completion_date', confidence_percent: 70 }
    expect(
      (await bettor.client.from('vehicle_bets').insert({ ...bet, prediction: { by_date: '2031-05-01' } })).error,
    ).toBeNull()
    const { page, problems } = await visitAs(site, owner, `/garage/${car}`, { viewport: { width, height: 900 } })
    const fits = async () => expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)

    await page.getByRole('button', { name: 'The build is complete' }).click()
    const form = page.getByRole('form', { name: 'The build is complete' })
    await form.getByLabel('Completed on').fill('2026-05-17')
    await form.getByLabel('Address of the page').fill('my garage')
    await form.getByLabel('Note').fill('First drive on Sunday')
    await fits()
    await form.getByRole('button', { name: 'Say that it is complete' }).click()
    await form.getByText('An address begins with https://').waitFor()
    await page.reload()
    await soon(() => form.getByLabel('Address of the page').inputValue()).toBe('my garage')
    expect(await form.getByLabel('Note').inputValue()).toBe('First drive on Sunday')
    expect(await form.getByLabel('Completed on').inputValue()).toBe('2026-05-17')
    await form.getByLabel('Address of the page').fill('https://example.com/thread/7')
    await form.getByRole('button', { name: 'Say that it is complete' }).click()
    await page.getByText('Build completed on 17 May 2026').waitFor()
    await page.getByText('It counts once somebody without an interest in it has confirmed it').waitFor()
    await soon(() => page.evaluate(() => localStorage.getItem('paddock.drafts') ?? '')).not.toContain('First drive')
    await fits()

    const visitor = await site.visit(`/vehicles/${car}/forecast`, { viewport: { width, height: 900 } })
    await visitor.page.getByText('First drive on Sunday').waitFor()
    await visitor.page.goto(`${site.server.url}/vehicles/${car}`)
    await soon(async () => {
      await visitor.page.mouse.wheel(0, 20_000)
      return await visitor.page.getByText('The build was completed on 17 May 2026, as reported').count()
    }).toBe(1)
    await visitor.page.context().close()

    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByRole('button', { name: 'Take it back: it is not complete' }).click()
    await page.getByRole('button', { name: 'The build is complete' }).waitFor()
    expect(await site.server.sql`select from vehicle_outcomes where vehicle_id = ${car}`).toHaveLength(0)

    await page.getByRole('link', { name: 'See its page' }).click()
    await page.getByRole('link', { name: 'Say that the build is complete' }).click()
    await page.getByRole('button', { name: 'The build is complete' }).click()
    await form.getByLabel('Completed on').fill('2026-06-01')
    await form.getByLabel('Address of the page').fill('https://example.com/thread/8')
    await form.getByRole('button', { name: 'Say that it is complete' }).click()
    await page.getByText('Build completed on 1 June 2026').waitFor()
    const [reported] = await site.server.sql`select id from vehicle_outcomes where vehicle_id = ${car}`
    expect((await site.server.service().rpc('confirm_outcome', { outcome_id: reported?.id })).error).toBeNull()
    await page.reload()
    await page.getByText('It answers what people have bet on.').waitFor()
    expect(await page.getByRole('button', { name: 'Take it back' }).count()).toBe(0)
    expect(problems.filter((problem) => !/400|422/.test(problem))).toEqual([])
    await page.context().close()
  },
)

test('an operator declines a report with a reason, which its owner reads, and enters another', async () => {
  const [owner, operator] = [await newMember(site, 'Orla'), await newMember(site, 'Oskar')]
  await setOperator(site.server.adminUrl, operator.email, true)
  const car = await newCar(site, owner, 'Spider')
  const report = { vehicle_id: car, outcome_id: crypto.randomUUID(), finished_on: '2026-05-17', note: 'It runs' }
  const evidence = { source_url: 'https://example.com/thread/9' }
  expect((await owner.client.rpc('report_build', { ...report, evidence })).error).toBeNull()

  const theirs = await site.visit('/')
  await theirs.page.getByRole('button', { name: 'Sign in' }).click()
  await signInHere(theirs.page, operator)
  await theirs.page.goto(`${site.server.url}/operator/disputes`)
  const item = theirs.page.getByRole('listitem').filter({ hasText: 'Alfa Romeo Spider' })
  await item.getByText('It runs').waitFor()
  await item.getByRole('button', { name: 'Decline it' }).click()
  const dialog = theirs.page.getByRole('dialog')
  await dialog.getByLabel('Why?').fill('The photos show no engine')
  await dialog.getByRole('button', { name: 'Decline it' }).click()
  await theirs.page.getByText('is declined, and its reporter is told why.').waitFor()
  expect(await item.count()).toBe(0)
  await theirs.page.context().close()

  const { page } = await visitAs(site, owner, `/garage/${car}`)
  await page.getByText('“The photos show no engine”').waitFor()
  await page.getByRole('button', { name: 'The build is complete' }).waitFor()
  await page.context().close()
})
