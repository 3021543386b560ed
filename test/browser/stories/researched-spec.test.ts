import { beforeAll, expect, test } from 'vitest'
import { addStarterLibrary } from '../../../src/server/demo/library.ts'
import { openSite, soon } from '../site.ts'
import { arrive, sizes } from './person.ts'

const site = openSite()
beforeAll(() => addStarterLibrary(site.server.sql))

test.each(sizes)('on $name a spec is researched, and its evidence opened where it stands on its page', async (size) => {
  await site.server.sql`delete from public.spec_research_cache`
  const id = await site.vehicle('’Cuda 340')
  const ada = await arrive(site, size, `/vehicles/${id}`)
  const { page } = ada
  const sheet = page.getByRole('dialog')
  const specs = page.getByRole('region', { name: 'Specification' })
  await ada.button('Displacement', specs)
  await ada.sees('Supported', sheet)
  const quote = sheet.getByRole('figure').filter({ hasText: 'Shop manual excerpt' })
  const words = await quote.locator('blockquote').textContent()
  await ada.press(quote.getByRole('link', { name: /Shop manual excerpt/ }))
  await page.getByRole('heading', { level: 1, name: /Shop manual excerpt/ }).waitFor()
  await ada.sees('Page 1 of 3')
  await page.locator('.document-marked').first().waitFor()
  await ada.press(page.getByText('Read page 1 as text'))
  expect(await page.locator('.document-body mark').textContent()).toBe(words)

  await page.goBack()
  await page.getByRole('heading', { level: 1, name: /Cuda 340/ }).waitFor()
  await page.getByLabel('Something else').fill('Number of cup holders')
  await ada.button('Look it up')
  await ada.sees('Nothing we have supports this.', sheet)
  expect(await sheet.getByRole('figure').count()).toBe(0)
  await ada.button('Close', sheet)
  await soon(() => sheet.count()).toBe(0)
  await ada.leaves()
})
