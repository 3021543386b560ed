import { expect, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { relatedVehicles } from '../../../src/client/related.ts'
import { addVehicle, community } from '../../support/community.ts'

test('cars like one: its model first, then its make, then its years; never itself, a private one or one that is spelt alike', async () => {
  const { carol, visitor, sql } = await community()
  const add = async (year: number, make: string, model: string, is_public = true) =>
    (await addVehicle(sql, { user_id: carol.id, year, make, model, is_public })).id
  const own = await add(1931, 'Marmon', 'Sixteen Coupe')
  const model = await add(1932, 'Marmon', 'Sixteen Sedan')
  await add(1931, 'Marmon', 'Sixteen', false)
  const make = await add(1926, 'Marmon', '34')
  const years = await add(1933, 'Pierce-Arrow', 'Silver Arrow')
  await add(1960, 'Marmom', 'Sixtean')

  const to = { id: own, year: 1931, make: 'Marmon', model: 'Sixteen Coupe' }
  const found = await relatedVehicles(visitor as PaddockClient, to)
  expect(found.map(({ id }) => id)).toEqual([model, make, years])
  expect(await relatedVehicles(visitor as PaddockClient, to, 1)).toHaveLength(1)
  const nothing = { id: own, year: null, make: null, model: null }
  expect(await relatedVehicles(visitor as PaddockClient, nothing)).toEqual([])
})
