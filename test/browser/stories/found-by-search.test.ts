import { beforeAll, expect, test } from 'vitest'
import { rankAll } from '../../support/rank.ts'
import { openSite, soon } from '../site.ts'
import { arrive, sizes } from './person.ts'

const site = openSite()

beforeAll(async () => {
  await site.server.sql`
    insert into vehicles (user_id, year, make, model)
    select user_id, 1960 + n % 20, 'Lancia', 'Fulvia ' || n
    from (select user_id from vehicles limit 1) someone, generate_series(1, 120) n`
  await rankAll(site.server.sql)
})

test.each(sizes)(
  'on $name a car is found among many, by a word with a slip and a year, and the way back leads to its place',
  async (size) => {
    const ada = await arrive(site, size, '/')
    const { page } = ada
    const cards = page.getByRole('article')
    await page.getByLabel('Find a vehicle').fill('fullvia')
    await ada.sees(/with words that are spelt much like them/)
    await ada.press(page.getByText('Filters', { exact: true }))
    await page.getByLabel('From year').fill('1970')
    await ada.press(page.getByRole('button', { name: 'Show more' }))
    await soon(() => cards.count()).toBe(48)
    const car = cards.nth(40)
    const name = (await car.getByRole('heading').textContent()) ?? ''
    await car.scrollIntoViewIfNeeded()
    const place = () => car.evaluate((card) => Math.round(card.getBoundingClientRect().top))
    const before = await place()
    await ada.press(car.getByRole('link'))
    await page.getByRole('heading', { level: 1, name: /Fulvia/ }).waitFor()

    await page.goBack()
    await soon(() => car.getByRole('heading').textContent()).toBe(name)
    expect(await page.getByLabel('Find a vehicle').inputValue()).toBe('fullvia')
    expect(await page.getByRole('list', { name: 'Filters in use' }).textContent()).toContain('1970')
    await soon(async () => Math.abs((await place()) - before)).toBeLessThan(60)
    await ada.button(/^Remove From/)
    await soon(() => new URL(page.url()).search).toBe('?q=fullvia')
    await ada.leaves()
  },
)
