import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test, vi } from 'vitest'
import { addVehicle, type Vehicle } from '../../support/community.ts'
import { startStorageServer } from '../../support/storage-server.ts'
import { startTestServer } from '../../support/test-server.ts'
import { addressesIn, folderOfPhotos, paddockImport } from './support.ts'

vi.setConfig({ testTimeout: 180_000 }) // most tests run the command, and some run it six times

/** A project with storage, a vehicle in it, and the command that imports a folder of photos. */
async function project(photos: number) {
  const server = await startTestServer()
  const storage = await startStorageServer(server.url, server.keys.secretKey)
  onTestFinished(async () => {
    await storage.stop()
    await server.stop()
  })
  const [owner] = await server.sql<
    { id: string }[]
  >`insert into auth.users (id) values (gen_random_uuid()) returning id`
  const vehicle = await addVehicle(server.sql, { user_id: owner?.id ?? '', year: 1973, make: 'BMW', model: '2002' })
  const folder = await folderOfPhotos(photos)
  const env = { SUPABASE_URL: storage.url, SUPABASE_SECRET_KEY: server.keys.secretKey }
  const start = (...more: string[]) =>
    paddockImport([folder, '--vehicle', vehicle.id, '--storage', 'supabase', ...more], env)
  return { ...server, storage, vehicle, folder, start, rowsOf: () => rowsOf(server.sql, vehicle) }
}

const rowsOf = (sql: Awaited<ReturnType<typeof startTestServer>>['sql'], { id }: Vehicle) =>
  sql<{ image_url: string; srcset: string; width: number }[]>`
    select image_url, srcset, width from vehicle_images where vehicle_id = ${id} order by position`

test('photos go into a public bucket, made on the way, and rows name their public addresses', async () => {
  const { storage, start, rowsOf, vehicle } = await project(2)

  const { code, err } = await start().ended

  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(Object.fromEntries(storage.buckets)).toEqual({ photos: { public: true, allowed_mime_types: ['image/webp'] } })
  const rows = await rowsOf()
  expect(rows).toHaveLength(2)
  const public_ = `${storage.url}/storage/v1/object/public/`
  expect(addressesIn(rows)).toEqual([...storage.objects.keys()].map((key) => public_ + key).sort())
  expect(rows[0]?.image_url).toMatch(new RegExp(`^${public_}photos/${vehicle.id}/[0-9a-f]{64}/640\\.webp$`))
  const response = await fetch(rows[0]?.image_url ?? '')
  expect(response.headers.get('cache-control')).toBe('max-age=31536000')
  expect(await sharp(await response.bytes()).metadata()).toMatchObject({ format: 'webp', width: 640 })
})

test('killed and run again, the bucket has each file once and every file has its row', async () => {
  const { storage, start, rowsOf } = await project(5)
  for (const n of [1, 3]) {
    const killed = start()
    await killed.says(`${n}/5  `)
    killed.process.kill('SIGKILL')
    await killed.ended
  }

  const { out } = await start().ended

  expect(out).toMatch(/[0-4] of 5 files added, [1-5] there already, 0 refused/)
  const rows = await rowsOf()
  expect(rows).toHaveLength(5)
  expect([...storage.objects.keys()].sort()).toEqual(addressesIn(rows).map((url) => url.split('/public/')[1]))
})

test('a dry run does not even make the bucket', async () => {
  const { storage, start, rowsOf } = await project(1)
  expect((await start('--dry-run').ended).out).toContain('1 of 1 file would be added')
  expect(storage.buckets.size).toBe(0)
  expect(await rowsOf()).toHaveLength(0)
})

test('a storage that fails ends the import with its reason; the next run goes on', async () => {
  const { storage, start, rowsOf, folder } = await project(1)
  storage.fail(503)
  const { code, err } = await start().ended
  expect(code).toBe(1)
  expect(err).toBe(
    'paddock: Supabase Storage could not keep 480.webp: The storage is out of order. Run the same command again to continue.\n',
  )
  expect(await rowsOf()).toHaveLength(0)

  storage.fail(null)
  await writeFile(join(folder, 'zero.jpg'), '')
  expect((await start().ended).out).toContain('1 of 2 files added, 0 there already, 1 refused.')
})

test('without the address and the key of a project it is said which settings are needed', async () => {
  const { folder, vehicle } = await project(1)
  const args = [folder, '--vehicle', vehicle.id, '--storage', 'supabase']
  const { err } = await paddockImport(args, {}).ended
  expect(err).toMatch(/^paddock: --storage supabase needs SUPABASE_URL .* and SUPABASE_SECRET_KEY/)
})
