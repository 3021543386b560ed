import { expect, test } from 'vitest'
import { photo } from '../support/pictures.ts'
import { openSite, soon } from './site.ts'

const site = openSite(() => ({}), { empty: true })

test.each([390, 1440])(
  'at %i px a newcomer to an empty site joins, adds the first car, and gives it photos',
  async (width) => {
    await site.server.sql`delete from public.vehicles`
    const { page, problems } = await site.visit('/', { viewport: { width, height: 900 } })
    const fits = async () => expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)

    await page.getByRole('link', { name: 'Add the first car' }).click()
    await page.getByRole('button', { name: 'Sign in or join' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Make one' }).click()
    await dialog.getByLabel('Email').fill(`first-${width}@example.com`)
    await dialog.getByLabel(/^Password/).fill('a long enough secret')
    await dialog.getByRole('button', { name: 'Make my account' }).click()

    await page.getByLabel('Model').fill('911')
    await page.getByLabel('Chassis number or VIN').fill('WP0AB0916GS120001')
    await page.getByText(/^The number says: Porsche.*1986/).waitFor()
    await page.getByLabel('Engine').fill('3.2 litre flat six')
    expect(await page.getByLabel('Make').inputValue()).toBe('Porsche')
    // The sign stands for 1986 and 2016: the owner says which.
    expect(await page.getByLabel('Year').inputValue()).toBe('')
    await page.getByLabel('Year').fill('1986')
    await page.getByLabel('Where it is').fill('46.0037, 8.9511')
    await page.getByRole('button', { name: 'Add this car' }).click()
    await page.getByText('coordinates lead to your door').waitFor()
    await page.getByLabel('Where it is').fill('Ticino')
    await fits()
    await page.getByRole('button', { name: 'Add this car' }).click()

    await page.getByRole('heading', { level: 1, name: '1986 Porsche 911' }).waitFor()
    const file = async (n: number) => ({ name: `${n}.jpg`, mimeType: 'image/jpeg', buffer: await photo(n) })
    const text = { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a photo') }
    await page.getByLabel('Add photos').setInputFiles([await file(1), text, await file(2)])
    await page.getByText(/^Not taken\. The file is not a photo/).waitFor()
    await soon(() => page.getByText('Added', { exact: true }).count()).toBe(2)
    const first = page.locator('.pd-photo-editor img').first()
    const shape = () => first.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > img.naturalHeight)
    const lying = await first.evaluate((img: HTMLImageElement) => img.src)
    await soon(shape).toBe(true)
    await page.getByRole('button', { name: /^Turn.*photo 1/ }).click()
    await soon(() => first.evaluate((img: HTMLImageElement) => img.src)).not.toBe(lying)
    await soon(shape).toBe(false)
    await page.getByLabel('Caption of photo 2').fill('From the left')
    await page.getByLabel('Caption of photo 2').blur()
    await page.getByRole('button', { name: /^Earlier.*photo 2/ }).click()
    await soon(() => page.getByLabel('Caption of photo 1, the cover').inputValue()).toBe('From the left')
    await page.getByText('Photo moved to place 1 of 2. It is the cover now.').waitFor({ state: 'attached' })
    await fits()

    await page.getByRole('link', { name: 'See its page' }).click()
    await page.getByRole('img', { name: 'From the left' }).first().waitFor()
    await page.getByText('3.2 litre flat six').waitFor()
    await fits()
    await page.getByRole('link', { name: 'My cars' }).filter({ visible: true }).first().click()
    await page.getByRole('heading', { name: '1986 Porsche 911' }).waitFor()
    await fits()
    await page.getByRole('link', { name: /^Edit/ }).click()
    await page.getByRole('button', { name: 'Remove this car' }).click()
    await page.getByRole('button', { name: 'Remove 1986 Porsche 911 for good' }).click()
    await page.getByRole('link', { name: 'Add your first car' }).waitFor()
    expect(problems.filter((problem) => !/400|422/.test(problem))).toEqual([])
    await page.context().close()
  },
)
