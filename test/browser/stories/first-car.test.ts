import { expect, test } from 'vitest'
import { photo } from '../../support/pictures.ts'
import { openSite, soon } from '../site.ts'
import { arrive, password, sizes } from './person.ts'

const site = openSite(() => ({}), { empty: true })

test.each(sizes)('on $name a newcomer to an empty site shows the first car there', async (size) => {
  await site.server.sql`delete from public.vehicles`
  const ada = await arrive(site, size, '/')
  const { page } = ada
  await ada.link('Add the first car')
  await ada.button('Sign in or join')
  const sheet = page.getByRole('dialog')
  await ada.button('Make one', sheet)
  await sheet.getByLabel('Email').fill(`ada-${size.width}@example.com`)
  await sheet.getByLabel(/^Password/).fill(password)
  await ada.button('Make my account', sheet)

  await page.getByLabel('Year').fill('1973')
  await page.getByLabel('Make').fill('Alfa Romeo')
  await page.getByLabel('Model').fill('Montreal')
  await ada.button('Add this car')
  await page.getByRole('heading', { level: 1, name: '1973 Alfa Romeo Montreal' }).waitFor()

  const file = async (n: number) => ({ name: `${n}.jpg`, mimeType: 'image/jpeg', buffer: await photo(n) })
  await page.getByLabel('Add photos').setInputFiles([await file(1), await file(2)])
  await soon(() => page.getByText('Added', { exact: true }).count()).toBe(2)
  await page.getByLabel('Caption of photo 2').fill('At the lake, in the evening')
  await ada.button(/^Earlier.*photo 2/)
  await soon(() => page.getByLabel('Caption of photo 1, the cover').inputValue()).toBe('At the lake, in the evening')

  await ada.link('See its page')
  await page.getByRole('img', { name: 'At the lake, in the evening' }).first().waitFor()

  const bob = await arrive(site, size, '/')
  const cover = bob.page.getByRole('article').getByRole('img', { name: 'At the lake, in the evening' })
  await cover.waitFor()
  await soon(() => cover.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth > 0)).toBe(true)
  await bob.link(/1973 Alfa Romeo Montreal|Montreal/)
  await bob.page.getByRole('heading', { level: 1, name: /Alfa Romeo Montreal/ }).waitFor()
  await bob.sees('At the lake, in the evening')
  expect(await bob.page.getByRole('link', { name: 'Edit this car' }).count()).toBe(0)
  await Promise.all([ada.leaves(), bob.leaves()])
})
