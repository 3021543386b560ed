import { afterAll, expect, test } from 'vitest'
import { addStarterLibrary } from '../../src/server/demo/library.ts'
import { scriptedModel } from '../database/research/support.ts'
import { openSite } from './site.ts'

let model: Awaited<ReturnType<typeof scriptedModel>>
const site = openSite(async () => {
  model = await scriptedModel(() => JSON.stringify({ claims: [] }))
  return { model: model.settings }
})
afterAll(() => model?.close())

test('where the budget for a model is used up, the sheet says so, and the readers’ answer stands there all the same', async () => {
  const { sql } = site.server
  await addStarterLibrary(sql)
  await sql`update app.settings set value = '0' where name = 'research_calls_per_day'`
  const { page, problems } = await site.visit(`/vehicles/${await site.vehicle('’Cuda 340')}`)
  await page.getByRole('button', { name: 'Displacement', exact: true }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('Supported', { exact: true }).waitFor()
  await sheet.getByRole('status').getByText('budget for reading with a model is used up').waitFor()
  await sheet.getByText(/read without a model/).waitFor()
  expect(model.asked).toEqual([])

  await sql`update app.settings set value = '1000' where name = 'research_calls_per_day'`
  await sheet.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Power', exact: true }).first().click()
  await sheet.getByText(/read with the help of a model/).waitFor()
  expect(await sheet.getByText('budget').count()).toBe(0)
  expect(problems).toEqual([])
})
