import { expect, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { captionPhoto, orderPhotos, removePhoto } from '../../../src/client/photo-edits.ts'
import { listPhotos } from '../../../src/client/photos.ts'
import { addImage, community } from '../../support/community.ts'

const sdk = (client: unknown) => client as PaddockClient

test('an owner orders photos; one that came meanwhile is last, and a photo of another car stays where it is', async () => {
  const { carol, vehicle, image, privateImage, sql } = await community()
  const [b, c, late] = [await addImage(sql, vehicle), await addImage(sql, vehicle), await addImage(sql, vehicle)]
  await orderPhotos(sdk(carol), vehicle.id, [c.id, privateImage.id, image.id, b.id, c.id])
  expect((await listPhotos(sdk(carol), vehicle.id)).map(({ id }) => id)).toEqual([c.id, image.id, b.id, late.id])
  const [other] = await sql`select position from vehicle_images where id = ${privateImage.id}`
  expect(other?.position).toBe(0)
})

test('a caption is what is read out in the photo’s place; empty removes it', async () => {
  const { carol, vehicle, image } = await community()
  await captionPhoto(sdk(carol), image.id, ' The engine bay ')
  expect(await listPhotos(sdk(carol), vehicle.id)).toMatchObject([
    { caption: 'The engine bay', altText: 'The engine bay' },
  ])
  await captionPhoto(sdk(carol), image.id, '  ')
  expect(await listPhotos(sdk(carol), vehicle.id)).toMatchObject([{ caption: null, altText: null }])
  await expect(captionPhoto(sdk(carol), image.id, 'x'.repeat(501))).rejects.toMatchObject({ code: 'alt_text_is_short' })
})

test('strangers neither order, nor caption, nor remove', async () => {
  const { alice, carol, vehicle, privateVehicle, image } = await community()
  await expect(orderPhotos(sdk(alice), vehicle.id, [])).rejects.toMatchObject({ code: 'not_your_vehicle' })
  await expect(orderPhotos(sdk(alice), privateVehicle.id, [])).rejects.toMatchObject({ code: 'unknown_vehicle' })
  await expect(captionPhoto(sdk(alice), image.id, 'Mine')).rejects.toMatchObject({ code: 'unknown_photo' })
  await removePhoto(sdk(alice), image.id)
  expect(await listPhotos(sdk(carol), vehicle.id)).toHaveLength(1)
  await removePhoto(sdk(carol), image.id)
  expect(await listPhotos(sdk(carol), vehicle.id)).toEqual([])
})
