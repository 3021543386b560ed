import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { removePhoto, turnPhoto } from '../../../src/client/photo-edits.ts'
import { listPhotos } from '../../../src/client/photos.ts'
import { uploadPhoto } from '../../../src/client/upload.ts'
import { dataFolderStore } from '../../../src/import/data-folder-store.ts'
import { removeFilesOfRemovedPhotos } from '../../../src/server/uploads/index.ts'
import { fileOf, garage, sdk } from './support.ts'

/** Red on the left, blue on the right. */
const twoHalves = async (width: number, height: number) => {
  const half = { width: width / 2, height, channels: 3 as const }
  const blue = await sharp({ create: { ...half, background: '#0000ff' } })
    .png()
    .toBuffer()
  return await sharp({ create: { ...half, width, background: '#ff0000' } })
    .composite([{ input: blue, left: width / 2, top: 0 }])
    .png()
    .toBuffer()
}

const colourAt = async (url: string, place: 'top' | 'bottom' | 'left' | 'right') => {
  const image = sharp(Buffer.from(await (await fetch(url)).arrayBuffer()))
  const { width, height } = await image.metadata()
  const x = { left: 2, right: width - 3 }[place as 'left'] ?? Math.floor(width / 2)
  const y = { top: 2, bottom: height - 3 }[place as 'top'] ?? Math.floor(height / 2)
  const [red = 0, , blue = 0] = await image.extract({ left: x, top: y, width: 1, height: 1 }).raw().toBuffer()
  return red > blue ? 'red' : 'blue'
}

test('a quarter turn is clockwise, in all widths, under new addresses, and nothing that hangs on the photo is lost', async () => {
  const { carol, vehicleId, server, dataDir } = await garage()
  const { photo } = await uploadPhoto(sdk(carol), vehicleId, fileOf(await twoHalves(1200, 600)))
  await server.sql`insert into image_tags (vehicle_id, image_id, tag, user_id)
    values (${vehicleId}, ${photo.id}, 'engine_bay', ${carol.id})`
  await server.sql`insert into image_interactions (vehicle_id, image_id, user_id, interaction_type, comment_text)
    values (${vehicleId}, ${photo.id}, ${carol.id}, 'comment', 'Mine')`

  const once = await turnPhoto(sdk(carol), photo.id)
  expect(once).toMatchObject({ id: photo.id, size: { width: 600, height: 1200 } })
  expect(once.srcset).toMatch(/480\.webp 480w, .*600\.webp 600w$/)
  expect(once.url).not.toBe(photo.url)
  expect(once.placeholder).not.toBe(photo.placeholder)
  expect([await colourAt(once.url, 'top'), await colourAt(once.url, 'bottom')]).toEqual(['red', 'blue'])
  expect([await colourAt(photo.url, 'left'), await colourAt(photo.url, 'right')]).toEqual(['red', 'blue'])
  expect(await listPhotos(sdk(carol), vehicleId)).toEqual([{ ...once, technicalValue: 45 }])
  const [{ kept } = {}] = await server.sql`
    select count(*)::int as kept from image_interactions where image_id = ${photo.id}`
  expect(kept).toBe(1)

  const thrice = await turnPhoto(sdk(carol), photo.id, 2)
  expect([await colourAt(thrice.url, 'top'), await colourAt(thrice.url, 'bottom')]).toEqual(['blue', 'red'])
  const again = await turnPhoto(sdk(carol), photo.id)
  expect(again).toMatchObject({ url: photo.url, srcset: photo.srcset, size: photo.size })
  // The same file is still known, and everything goes with the photo.
  const upload = await uploadPhoto(sdk(carol), vehicleId, fileOf(await twoHalves(1200, 600)))
  expect(upload.duplicate).toBe(true)
  const folder = join(dataDir, 'photos', vehicleId)
  expect(await readdir(folder)).toHaveLength(3)
  await removePhoto(sdk(carol), photo.id)
  await removeFilesOfRemovedPhotos(server.sql, dataFolderStore(dataDir))
  expect(await readdir(folder).catch(() => [])).toEqual([])
})

test('four turns leave the first file as it was, byte for byte', async () => {
  const { carol, vehicleId, dataDir } = await garage()
  const { photo } = await uploadPhoto(sdk(carol), vehicleId, fileOf(await twoHalves(500, 300)))
  const file = join(dataDir, new URL(photo.url).pathname)
  const before = await readFile(file)
  for (const _ of [1, 2, 3, 4]) await turnPhoto(sdk(carol), photo.id)
  expect((await listPhotos(sdk(carol), vehicleId))[0]?.url).toBe(photo.url)
  expect((await readFile(file)).equals(before)).toBe(true)
})

test('turns at the same moment never undo each other unseen', async () => {
  const { carol, vehicleId } = await garage()
  const { photo } = await uploadPhoto(sdk(carol), vehicleId, fileOf(await twoHalves(400, 200)))
  const tries = await Promise.allSettled([1, 2, 3].map(() => turnPhoto(sdk(carol), photo.id)))
  const done = tries.filter(({ status }) => status === 'fulfilled').length
  for (const failed of tries.filter((each) => each.status === 'rejected'))
    expect(failed.reason.code).toBe('photo_turned_meanwhile')
  const [now] = await listPhotos(sdk(carol), vehicleId)
  expect(now?.size).toEqual(done % 2 === 1 ? { width: 200, height: 400 } : { width: 400, height: 200 })
})

test('others, visitors and strangers to a private car turn nothing; a photo of another server is refused', async () => {
  const { carol, bob, vehicleId, privateId, server } = await garage()
  const file = fileOf(await twoHalves(400, 200))
  const { photo } = await uploadPhoto(sdk(carol), vehicleId, file)
  const hidden = await uploadPhoto(sdk(carol), privateId, file)
  const code = async (client: unknown, id: string, turns?: unknown) =>
    await turnPhoto(client as PaddockClient, id, turns as 1).then(
      () => 'turned',
      (error) => error.code,
    )
  expect(await code(bob, photo.id)).toBe('not_allowed')
  expect(await code(bob, hidden.photo.id)).toBe('unknown_photo')
  expect(await code(server.client(), photo.id)).toBe('not_signed_in')
  expect(await code(carol, crypto.randomUUID())).toBe('unknown_photo')
  for (const turns of [0, 4, -1, '1e0', 1.5]) expect(await code(carol, photo.id, turns)).not.toBe('turned')
  const [elsewhere] = await server.sql`insert into vehicle_images (vehicle_id, image_url)
    values (${vehicleId}, 'https://photos.example.com/1.jpg') returning id`
  expect(await code(carol, elsewhere?.id)).toBe('photo_is_kept_elsewhere')
  expect(await code(carol, hidden.photo.id)).toBe('turned')
})

test('the function alone names no files but those of the original, whoever calls it', async () => {
  const { carol, bob, vehicleId, server } = await garage()
  const { photo } = await uploadPhoto(sdk(carol), vehicleId, fileOf(await twoHalves(400, 200)))
  const [row] = await server.sql`select image_url from vehicle_images where id = ${photo.id}`
  const call = { photo_id: photo.id, quarter_turns: 1, shown: row?.image_url, widths: [200], height: 400 }
  const rpc = (who: typeof carol, more: object) =>
    who.rpc('turn_photo', { ...call, placeholder: photo.placeholder as string, ...more })
  expect((await rpc(bob, {})).error?.details).toBe('not_your_vehicle')
  expect((await rpc(carol, { quarter_turns: 4 })).error?.details).toBe('quarter_turns_are_from_0_to_3')
  for (const widths of [[], [0], [1, null], Array(9).fill(1)])
    expect((await rpc(carol, { widths })).error?.details).toBe('photos_have_1_to_8_widths')
  expect((await rpc(carol, { shown: '/photos/x/1.webp' })).data).toBe(false)
  expect((await rpc(carol, { placeholder: 'javascript:alert(1)' })).error).not.toBeNull()
  expect(await listPhotos(sdk(carol), vehicleId)).toEqual([photo])
})
