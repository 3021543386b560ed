import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { listPhotos } from '../../../src/client/photos.ts'
import { uploadPhoto } from '../../../src/client/upload.ts'
import { dataFolderStore } from '../../../src/import/data-folder-store.ts'
import { removeFilesOfRemovedPhotos } from '../../../src/server/uploads/index.ts'
import { flat, phonePhoto, photo } from '../../support/pictures.ts'
import { fileOf, type Garage, garage, sdk } from './support.ts'

const folders = ({ dataDir }: Garage, vehicleId: string) =>
  readdir(join(dataDir, 'photos', vehicleId)).catch(() => [] as string[])

test('an owner uploads a photo and has it in the page: upright, in widths, without its metadata', async () => {
  const { carol, vehicleId, server } = await garage()

  const file = fileOf(await phonePhoto())
  const { photo, duplicate } = await uploadPhoto(sdk(carol), vehicleId, file, { timeZone: 'Europe/Berlin' })

  expect(duplicate).toBe(false)
  expect(photo).toMatchObject({ size: { width: 400, height: 300 }, views: 0, caption: null })
  expect(photo.srcset).toBe(`${photo.url} 400w`)
  expect(await listPhotos(sdk(carol), vehicleId)).toEqual([photo])
  const [row] = await server.sql`select taken_at, owner_id, is_public from vehicle_images where id = ${photo.id}`
  expect(row).toEqual({ taken_at: new Date('2021-05-06T05:08:09Z'), owner_id: carol.id, is_public: true })
  const response = await fetch(photo.url)
  expect(response.headers.get('cache-control')).toContain('immutable')
  const { exif, xmp, icc } = await sharp(await response.bytes()).metadata()
  expect({ exif, xmp, icc }).toEqual({})
})

test('the same file again is the same photo, however the answer got lost, even at the same moment', async () => {
  const { carol, vehicleId, server } = await garage()
  const file = fileOf(await photo(1))
  const first = await uploadPhoto(sdk(carol), vehicleId, file)
  const more = await Promise.all([1, 2, 3].map(() => uploadPhoto(sdk(carol), vehicleId, file)))
  expect(more).toEqual(Array(3).fill({ photo: first.photo, duplicate: true }))
  const [{ count } = {}] = await server.sql`select count(*)::int from vehicle_images where vehicle_id = ${vehicleId}`
  expect(count).toBe(1)
})

test('one original may be on two vehicles', async () => {
  const { carol, vehicleId, privateId } = await garage()
  const file = fileOf(await photo(1))
  expect((await uploadPhoto(sdk(carol), vehicleId, file)).duplicate).toBe(false)
  expect((await uploadPhoto(sdk(carol), privateId, file)).duplicate).toBe(false)
})

test('somebody else, somebody signed out and a stranger to a private vehicle add nothing', async () => {
  const given = await garage()
  const { carol, bob, vehicleId, privateId, server } = given
  const file = fileOf(await photo(1))
  await expect(uploadPhoto(sdk(bob), vehicleId, file)).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(uploadPhoto(sdk(bob), privateId, file)).rejects.toMatchObject({ code: 'unknown_vehicle' })
  await expect(uploadPhoto(sdk(server.client()), vehicleId, file)).rejects.toMatchObject({ code: 'not_signed_in' })
  await expect(uploadPhoto(sdk(carol), crypto.randomUUID(), file)).rejects.toMatchObject({ code: 'unknown_vehicle' })
  expect(await folders(given, vehicleId)).toEqual([])
  expect(await folders(given, privateId)).toEqual([])
  expect(await server.sql`select from vehicle_images where vehicle_id in (${vehicleId}, ${privateId})`).toHaveLength(0)
})

test('a member whose token is forged or whose key is missing is refused like at any other door', async () => {
  const { vehicleId, server, carol } = await garage()
  const url = `${server.url}/upload/v1/photos?vehicle_id=${vehicleId}`
  const send = async (headers: Record<string, string>) => {
    const response = await fetch(url, { method: 'POST', headers, body: 'x' })
    return [response.status, (await response.json()).code]
  }
  const apikey = server.keys.publishableKey
  expect(await send({})).toEqual([401, 'no_api_key'])
  expect(await send({ apikey, authorization: `Bearer ${carol.token.slice(0, -3)}abc` })).toEqual([401, 'PGRST301'])
})

test.each<[string, () => Buffer | Promise<Buffer>, string, RegExp]>([
  ['nothing', () => Buffer.alloc(0), 'empty', /^The file is empty\.$/],
  ['text', () => Buffer.from('<script>alert(1)</script>'), 'not_a_photo', /^The file is not a photo/],
  ['half a photo', async () => (await photo(3)).subarray(0, 200), 'damaged', /cut off/],
  ['40,000 pixels', () => flat(40_000, 20).png().toBuffer(), 'too_many_pixels', /no side may be longer than 30,000/],
  ['a GIF', () => flat(9, 9).gif().toBuffer(), 'unsupported_format', /a GIF/],
  ['31 MB', () => Buffer.alloc(31 * 1024 * 1024, 1), 'too_large', /at most 30 MB/],
])('%s is refused with its reason, and leaves nothing behind', async (_, make, code, message) => {
  const given = await garage()
  const refused = await uploadPhoto(sdk(given.carol), given.vehicleId, fileOf(await make())).catch((error) => error)
  expect(refused).toMatchObject({ name: 'PaddockError', code })
  expect(refused.message).toMatch(message)
  expect(await folders(given, given.vehicleId)).toEqual([])
  expect(await readdir(join(given.dataDir, 'photos', '.incoming')).catch(() => [])).toEqual([])
})

test('a body that is larger than it says, or never ends, is cut off', async () => {
  const { carol, vehicleId, server } = await garage()
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)) })
  const headers = { apikey: server.keys.publishableKey, authorization: `Bearer ${carol.token}` }
  const url = `${server.url}/upload/v1/photos?vehicle_id=${vehicleId}`
  const init = { method: 'POST', headers, body: endless, duplex: 'half' }
  const response = await fetch(url, init as RequestInit).catch(() => null)
  if (response) expect([response.status, (await response.json()).code]).toEqual([413, 'too_large'])
  expect((await uploadPhoto(sdk(carol), vehicleId, fileOf(await photo(1)))).duplicate).toBe(false)
})

test('a connection that breaks in the middle leaves neither a photo nor a file', async () => {
  const given = await garage()
  const { carol, vehicleId, server, dataDir } = given
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.write(
    `POST /upload/v1/photos?vehicle_id=${vehicleId} HTTP/1.1\r\nhost: x\r\napikey: ${server.keys.publishableKey}\r\n` +
      `authorization: Bearer ${carol.token}\r\ncontent-length: 100000\r\n\r\n`,
  )
  socket.write((await photo(1)).subarray(0, 100))
  const incoming = () => readdir(join(dataDir, 'photos', '.incoming')).catch(() => [])
  await expect.poll(incoming).toHaveLength(1)
  socket.destroy()
  await expect.poll(incoming).toEqual([])
  expect(await folders(given, vehicleId)).toEqual([])
})

test.each([
  ['vehicle_id=12', 'invalid_vehicle_id'],
  ['', 'invalid_vehicle_id'],
  [`vehicle_id=${crypto.randomUUID()}&time_zone=Middle/Earth`, 'invalid_time_zone'],
])('a question like "%s" is answered with 400 and %s', async (query, code) => {
  const { carol, server } = await garage()
  const headers = { apikey: server.keys.publishableKey, authorization: `Bearer ${carol.token}` }
  const response = await fetch(`${server.url}/upload/v1/photos?${query}`, { method: 'POST', headers, body: 'x' })
  expect([response.status, (await response.json()).code]).toEqual([400, code])
})

test('a member who sends more than 200 photos in five minutes has to wait', async () => {
  const { bob, vehicleId, server } = await garage()
  const headers = { apikey: server.keys.publishableKey, authorization: `Bearer ${bob.token}` }
  const url = `${server.url}/upload/v1/photos?vehicle_id=${vehicleId}`
  const send = async () => (await fetch(url, { method: 'POST', headers, body: 'x' })).status
  let allowed = 0
  const begun = performance.now()
  while (allowed < 300 && (await send()) === 403) allowed += 1
  expect(await send()).toBe(429)
  expect(allowed).toBeGreaterThanOrEqual(200)
  expect(allowed).toBeLessThanOrEqual(201 + (performance.now() - begun) / 1_500) // one more for each second and a half
})

test('a page of another origin may upload: the preflight says so', async () => {
  const { server } = await garage()
  const response = await fetch(`${server.url}/upload/v1/photos`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'apikey',
    },
  })
  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
})

test('the files of a removed photo go, those of others stay, and the same photo may come back', async () => {
  const given = await garage()
  const { carol, vehicleId, server, dataDir } = given
  const [one, two] = await Promise.all([photo(1), photo(2)])
  const removed = await uploadPhoto(sdk(carol), vehicleId, fileOf(one))
  const kept = await uploadPhoto(sdk(carol), vehicleId, fileOf(two))
  await carol.from('vehicle_images').delete().eq('id', removed.photo.id)

  const store = dataFolderStore(dataDir)
  expect(await removeFilesOfRemovedPhotos(server.sql, store)).toBe(1)

  expect((await fetch(removed.photo.url)).status).toBe(404)
  expect((await fetch(kept.photo.url)).status).toBe(200)
  expect(await removeFilesOfRemovedPhotos(server.sql, store)).toBe(0)
  const back = await uploadPhoto(sdk(carol), vehicleId, fileOf(one))
  expect(back.duplicate).toBe(false)
  expect((await fetch(back.photo.url)).status).toBe(200)
  expect(await removeFilesOfRemovedPhotos(server.sql, store)).toBe(0)
})

test('a photo removed and added again keeps its files, whenever the removal of files runs', async () => {
  const { carol, vehicleId, server, dataDir } = await garage()
  const file = fileOf(await photo(1))
  const store = dataFolderStore(dataDir)
  for (let round = 0; round < 5; round++) {
    const { photo } = await uploadPhoto(sdk(carol), vehicleId, file)
    await carol.from('vehicle_images').delete().eq('id', photo.id)
    const removing = removeFilesOfRemovedPhotos(server.sql, store)
    const [{ photo: back }] = await Promise.all([uploadPhoto(sdk(carol), vehicleId, file), removing])
    await removeFilesOfRemovedPhotos(server.sql, store)
    expect((await fetch(back.url)).status).toBe(200)
    await carol.from('vehicle_images').delete().eq('id', back.id)
  }
})

test('a vehicle that is removed takes the files of all its photos along', async () => {
  const given = await garage()
  const { carol, vehicleId, server, dataDir } = given
  for (const n of [1, 2, 3]) await uploadPhoto(sdk(carol), vehicleId, fileOf(await photo(n)))
  await carol.from('vehicles').delete().eq('id', vehicleId)
  expect(await folders(given, vehicleId)).toHaveLength(3)
  await removeFilesOfRemovedPhotos(server.sql, dataFolderStore(dataDir))
  expect(await folders(given, vehicleId)).toEqual([])
})

test.each([
  '/photos/../keys.json',
  '/photos/%2e%2e/keys.json',
  '/photos/.incoming/x.webp',
  `/photos/${crypto.randomUUID()}/${'0'.repeat(64)}/480.webp`,
  `/photos/${crypto.randomUUID()}/..%2f..%2fkeys.json/480.webp`,
])('nothing but photos can be had below /photos: %s', async (path) => {
  const { server, dataDir } = await garage()
  expect(await readdir(dataDir)).toBeDefined()
  const response = await fetch(server.url + path)
  expect(response.status).toBe(404)
})
