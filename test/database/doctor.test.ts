import { expect, onTestFinished, test } from 'vitest'
import { examine } from '../../src/server/cli/doctor.ts'
import { community } from '../support/community.ts'

test('a database that needs nothing has nothing to do', async () => {
  const { server } = await community()
  expect(await examine(server.adminUrl)).toEqual([])
})

test('photos that the page would not load are found, and the remedy makes it load them', async () => {
  const { server, service, vehicle, sql } = await community()
  onTestFinished(async () => {
    await sql`update app.settings set value = '' where name = 'photo_origins'`
    await sql`delete from vehicle_images where image_url like 'https:%'`
  })
  const imported = { vehicle_id: vehicle.id, image_url: 'https://abc.supabase.co/storage/v1/a.webp' }
  expect((await service.from('vehicle_images').insert(imported)).error).toBeNull()

  const [advice] = await examine(server.adminUrl)
  expect(advice?.finding).toContain('https://abc.supabase.co')
  await sql.unsafe(advice?.remedy ?? '')
  expect(await examine(server.adminUrl)).toEqual([])

  await sql`update app.settings set value = '*' where name = 'photo_origins'`
  expect((await examine(server.adminUrl))[0]?.finding).toContain('any server')
})
