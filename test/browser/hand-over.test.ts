import { expect, test } from 'vitest'
import { newCar, newMember, signInHere, visitAs } from './members.ts'
import { openSite, soon } from './site.ts'

const site = openSite()
const sql = () => site.server.sql

test.each([360, 1440])(
  'at %i px an owner makes a link, and who opens it signs in, reads what comes along, and owns the car',
  async (width) => {
    const viewport = { width, height: 900 }
    const [giver, taker] = [await newMember(site, `Greta ${width}`), await newMember(site, `Theo ${width}`)]
    const car = await newCar(site, giver, `GTV ${width}`)
    await sql()`insert into vehicle_log (vehicle_id, kind, title, happened, is_private)
      values (${car}, 'service', 'Oil', '2021', false), (${car}, 'repair', 'What my neighbour must not know', '2022', true)`
    const { page, problems } = await visitAs(site, giver, `/garage/${car}`, { viewport })
    const fits = async (p = page) => expect(await p.evaluate(() => document.documentElement.scrollWidth)).toBe(width)

    const form = page.getByRole('form', { name: 'Hand it over' })
    await form.getByText('1 log entry that others see').waitFor()
    await form.getByText('1 private log entry will be deleted').waitFor()
    await form.getByRole('checkbox', { name: '1 private log entry' }).check()
    await soon(() => form.getByText('will be deleted').count()).toBe(0)
    await form.getByRole('checkbox', { name: '1 private log entry' }).uncheck()
    await fits()
    await form.getByRole('button', { name: 'Hand this car over' }).click()
    await form.getByRole('button', { name: `Make the link for 1972 Alfa Romeo GTV ${width}` }).click()
    const link = await page.getByLabel('The link, shown this once').inputValue()
    expect(link).toMatch(new RegExp(`^${site.server.url}/vehicles/${car}/hand-over#[0-9a-f]{64}$`))
    await fits()
    await page.reload()
    await page.getByText('The link was shown once').waitFor()

    const theirs = await site.visit(link.slice(site.server.url.length), { viewport })
    await theirs.page.getByRole('heading', { name: 'A car is handed over to you' }).waitFor()
    expect(await theirs.page.getByText('GTV').count()).toBe(0)
    await fits(theirs.page)
    await theirs.page.getByRole('button', { name: 'Sign in or join' }).click()
    await signInHere(theirs.page, taker)
    await theirs.page.getByRole('heading', { name: `1972 Alfa Romeo GTV ${width}` }).waitFor()
    await theirs.page.getByRole('link', { name: `Greta ${width}` }).waitFor()
    await theirs.page.getByText('Not with it').first().waitFor()
    await fits(theirs.page)
    await theirs.page.getByRole('button', { name: 'Accept the car' }).click()
    await theirs.page.getByRole('heading', { level: 1, name: `1972 Alfa Romeo GTV ${width}` }).waitFor()
    await theirs.page.getByRole('button', { name: 'Change Oil' }).waitFor()
    expect(await theirs.page.getByText('What my neighbour').count()).toBe(0)
    expect(await sql()`select user_id from vehicles where id = ${car}`).toEqual([{ user_id: taker.id }])

    await page.reload()
    await page.getByRole('heading', { name: 'This stand is empty' }).first().waitFor()
    await page.goto(link)
    await page.getByText('Somebody has accepted this offer already.').waitFor()
    await fits()
    expect([...problems, ...theirs.problems].filter((problem) => !/40[49]/.test(problem))).toEqual([])
    await theirs.page.context().close()
    await page.context().close()
  },
)

test('the owner takes an offer back, another one is declined, and a broken link says so', async () => {
  const [giver, taker] = [await newMember(site, 'Gunnar'), await newMember(site, 'Tilda')]
  const car = await newCar(site, giver, 'Duetto', false)
  const { page } = await visitAs(site, giver, `/garage/${car}`)
  const make = async () => {
    await page.getByRole('button', { name: 'Hand this car over' }).click()
    await page.getByRole('button', { name: /^Make the link/ }).click()
    return await page.getByLabel('The link, shown this once').inputValue()
  }
  const first = await make()
  await page.getByRole('button', { name: 'Take the offer back' }).click()
  await page.getByRole('button', { name: 'Hand this car over' }).waitFor()
  const second = await make()

  const theirs = await visitAs(site, taker, first.slice(site.server.url.length))
  await theirs.page.getByText('This link leads to no offer.').waitFor()
  await theirs.page.goto('about:blank')
  await theirs.page.goto(second)
  await theirs.page.getByText('It is private: nobody but you will see it.').waitFor()
  await theirs.page.getByRole('button', { name: 'Decline' }).click()
  await theirs.page.getByRole('button', { name: 'Decline: the link ends' }).click()
  await theirs.page.getByRole('heading', { name: 'You have declined' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Hand this car over' }).waitFor()
  await page
    .getByRole('button', { name: /^Notices/ })
    .first()
    .click()
  await page.getByText('Your offer of the 1972 Alfa Romeo Duetto was declined.').waitFor()
  await page.context().close()
  await theirs.page.context().close()
})
