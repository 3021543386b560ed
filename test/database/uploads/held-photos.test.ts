import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reportPhoto } from '../../../src/client/acts/report-photo.ts'
import {
  decideReports,
  holdPhoto,
  listHeldPhotos,
  listOpenReports,
  type OpenReport,
  releasePhoto,
} from '../../../src/client/operator/index.ts'
import { listPhotos } from '../../../src/client/photos.ts'
import { uploadPhoto } from '../../../src/client/upload.ts'
import { listCards } from '../../../src/client/vehicles.ts'
import { addVehicle } from '../../support/community.ts'
import { operator } from '../../support/operators.ts'
import { type Person, signedIn } from '../../support/people.ts'
import { photo as picture } from '../../support/pictures.ts'
import { fileOf, type Garage, garage, sdk } from './support.ts'

// Photos that members report and operators hold, by who acts.

const statusOf = async ({ server }: Garage, address: string) => (await fetch(new URL(address, server.url))).status

const report = (person: Person, image_id: string, reason: string) =>
  person.from('photo_reports').insert({ image_id, user_id: person.id, reason })

let pictures = 0

/** A picture of its own for each test: one that is held is refused to all. */
async function withPhoto() {
  const given = await garage()
  pictures += 1
  const bytes = await picture(pictures)
  const { photo } = await uploadPhoto(sdk(given.carol), given.vehicleId, fileOf(bytes))
  const { server } = given
  const { sql } = server
  const alice = await signedIn(server, 'alice')
  const olga = sdk(await operator({ server, sql }))
  const reported = async (id = photo.id) =>
    (await listOpenReports(olga, { limit: 200 })).rows.find(
      ({ about }) => about.kind === 'photo' && about.photoId === id,
    ) as OpenReport
  return { ...given, sql, alice, photo, bytes, olga, reported }
}

test('two reports are one row; upheld, the photo, its file, its tags and its comments are for the owner and operators alone', async () => {
  const given = await withPhoto()
  const { photo, olga, carol, bob, alice, vehicleId, server } = given
  const visitor = server.client()
  await carol.from('image_tags').insert({ image_id: photo.id, tag: 'zeppelin', user_id: carol.id })
  await alice
    .from('image_interactions')
    .insert({ image_id: photo.id, user_id: alice.id, interaction_type: 'comment', comment_text: 'Odd' })
  const passer = sdk(server.client())
  await reportPhoto(passer, photo.id, ' Not a car ')
  await reportPhoto(passer, photo.id, 'Twice is once')
  expect((await report(alice, photo.id, 'Indecent')).error).toBeNull()
  const open = await given.reported()
  expect(open).toMatchObject({ people: 2, isOwn: false, about: { kind: 'photo', isHeld: false } })
  expect(open.reports.map(({ reason }) => reason)).toEqual(['Not a car', 'Indecent'])

  const others = { visitor: sdk(visitor), bob: sdk(bob) }
  expect(await decideReports(olga, open, 'uphold', 'No car')).toBe(2)
  expect(await given.reported()).toBeUndefined()
  for (const [who, other] of Object.entries(others)) {
    expect(
      (await listPhotos(other, vehicleId)).map(({ id }) => id),
      who,
    ).not.toContain(photo.id)
    expect((await other.from('image_tags').select('tag').eq('image_id', photo.id)).data, who).toEqual([])
    expect((await other.from('image_interactions').select('id').eq('image_id', photo.id)).data, who).toEqual([])
  }
  await expect(reportPhoto(passer, photo.id, 'Again')).rejects.toMatchObject({ code: 'unknown_photo' })
  expect((await report(bob, photo.id, 'Late')).error?.code).toBe('23503')
  const { data: found } = await visitor.rpc('find_vehicles', { words: 'zeppelin' })
  expect(JSON.stringify(found)).not.toContain(vehicleId)
  const [card] = (await listCards(sdk(visitor), [vehicleId])) as { photo?: { id: string } | null }[]
  expect(card?.photo?.id).not.toBe(photo.id)
  await expect.poll(() => statusOf(given, photo.url)).toBe(404)

  const mine = (await listPhotos(sdk(carol), vehicleId)).find(({ id }) => id === photo.id)
  expect(await statusOf(given, mine?.url ?? '')).toBe(200)
  const held = (await listHeldPhotos(olga)).rows.find(({ photoId }) => photoId === photo.id)
  expect(held).toMatchObject({ reason: 'No car', vehicleId })
  expect(await statusOf(given, held?.url ?? '')).toBe(200)

  // Going private and coming back shows it to nobody, and the owner cannot show it.
  await carol.from('vehicles').update({ is_public: false }).eq('id', vehicleId)
  await carol.from('vehicles').update({ is_public: true }).eq('id', vehicleId)
  expect((await carol.from('vehicle_images').update({ is_public: true }).eq('id', photo.id)).error).not.toBeNull()
  expect((await listPhotos(others.visitor, vehicleId)).map(({ id }) => id)).not.toContain(photo.id)
  expect((await visitor.from('image_tags').select('tag').eq('image_id', photo.id)).data).toEqual([])

  await releasePhoto(olga, photo.id, 'A car after all')
  expect((await listPhotos(others.visitor, vehicleId)).map(({ id }) => id)).toContain(photo.id)
  expect((await visitor.from('image_tags').select('tag').eq('image_id', photo.id)).data).toEqual([{ tag: 'zeppelin' }])
  await expect.poll(() => statusOf(given, photo.url)).toBe(200)
  await expect(releasePhoto(olga, photo.id, 'Twice')).rejects.toMatchObject({ code: 'photo_is_held' })
})

test('the owner of a photo and the author of a comment are told that it was taken from view, and why', async () => {
  const { photo, olga, carol, alice, vehicleId } = await withPhoto()
  const { data: comment } = await alice
    .from('image_interactions')
    .insert({ image_id: photo.id, user_id: alice.id, interaction_type: 'comment', comment_text: 'Sell your junk' })
    .select('id')
    .single()
  expect((await olga.rpc('hold_comment', { comment_id: comment?.id as string, reason: 'An insult.' })).error).toBeNull()
  await holdPhoto(olga, photo.id, 'A number plate can be read')
  const told = async (person: typeof alice, kind: string) =>
    (await person.from('notices').select('kind, vehicle_id, body, payload').eq('kind', kind)).data
  expect(await told(alice, 'comment_held')).toEqual([
    {
      kind: 'comment_held',
      vehicle_id: vehicleId,
      body: expect.stringMatching(/taken your comment .* from view: An insult\. You wrote: "Sell your junk"/),
      payload: { image_id: photo.id, comment_id: comment?.id },
    },
  ])
  expect(await told(carol, 'photo_held')).toEqual([
    expect.objectContaining({ body: expect.stringContaining('A number plate can be read'), vehicle_id: vehicleId }),
  ])
  expect(await told(carol, 'comment_held')).toEqual([])
})

test('nobody but an operator without a part in it decides, whether there is such a photo or not', async () => {
  const given = await withPhoto()
  const { photo, carol, bob, server, vehicleId } = given
  for (const person of [server.client(), bob, carol])
    for (const photo_id of [photo.id, vehicleId])
      for (const call of ['hold_photo', 'release_photo'])
        expect((await person.rpc(call, { photo_id, reason: 'Mine' })).error?.code).toBe('42501')
  const owner = await operator(given, 'rita')
  await given.sql`update public.vehicles set user_id = ${owner.id} where id = ${vehicleId}`
  await expect(holdPhoto(sdk(owner), photo.id, 'Mine')).rejects.toMatchObject({
    code: 'operators_decide_what_they_have_no_part_in',
  })
  await expect(holdPhoto(given.olga, vehicleId, 'None')).rejects.toMatchObject({ code: 'unknown_photo' })
})

test('a picture that is held is refused to its owner, who removed it, and to everybody else, until the hold ends', async () => {
  const given = await withPhoto()
  const { photo, bytes, olga, carol, bob, sql, vehicleId, dataDir } = given
  const file = fileOf(bytes)
  const others = await addVehicle(sql, { user_id: bob.id, year: 1972, make: 'Volvo', model: '142' })
  const filesOf = (vehicle: string) => readdir(join(dataDir, 'photos', vehicle)).catch(() => [])
  await holdPhoto(olga, photo.id, 'No car')
  const refused = {
    code: 'picture_is_held',
    message: expect.stringMatching(/an operator has taken from view.*ask the operators/),
  }
  await expect(uploadPhoto(sdk(bob), others.id, file)).rejects.toMatchObject(refused)
  expect(await filesOf(others.id)).toEqual([])
  // Where it is already, its owner is told that, and it stays out of view.
  expect((await uploadPhoto(sdk(carol), vehicleId, file)).duplicate).toBe(true)
  expect((await listPhotos(sdk(given.server.client()), vehicleId)).map(({ id }) => id)).not.toContain(photo.id)

  await carol.from('vehicle_images').delete().eq('id', photo.id)
  await expect(uploadPhoto(sdk(carol), vehicleId, file)).rejects.toMatchObject(refused)
  const padded = fileOf(Buffer.concat([bytes, Buffer.from('padding')]))
  await expect(uploadPhoto(sdk(carol), vehicleId, padded)).rejects.toMatchObject(refused)
  const [{ content_hash: hash } = {}] = await sql`select content_hash from app.held_photos where image_id = ${photo.id}`
  const row = { vehicle_id: vehicleId, image_url: `/photos/${vehicleId}/${hash}/64.webp`, content_hash: hash }
  for (const person of [carol, given.server.client(given.server.keys.secretKey)])
    expect((await person.from('vehicle_images').insert(row)).error).toMatchObject({ details: 'picture_is_held' })
  expect((await uploadPhoto(sdk(carol), vehicleId, fileOf(await picture(40)))).duplicate).toBe(false)

  const held = (await listHeldPhotos(olga)).rows.find(({ photoId }) => photoId === photo.id)
  expect(held).toMatchObject({ url: null, reason: 'No car', vehicleId })
  const owner = await operator(given, 'rolf')
  await sql`update public.vehicles set user_id = ${owner.id} where id = ${vehicleId}`
  await expect(releasePhoto(sdk(owner), photo.id, 'Mine')).rejects.toMatchObject({
    code: 'operators_decide_what_they_have_no_part_in',
  })
  await releasePhoto(olga, photo.id, 'A car after all')
  expect((await listHeldPhotos(olga)).rows.map(({ photoId }) => photoId)).not.toContain(photo.id)
  await expect(releasePhoto(olga, photo.id, 'Twice')).rejects.toMatchObject({ code: 'unknown_photo' })
  expect((await uploadPhoto(sdk(bob), others.id, file)).duplicate).toBe(false)
})

test('a picture that is held in two cars is refused until both holds end; the hold of one outlives its car', async () => {
  const { photo, bytes, olga, carol, privateId, vehicleId, alice, sql } = await withPhoto()
  const file = fileOf(bytes)
  const second = (await uploadPhoto(sdk(carol), privateId, file)).photo
  const { id: third } = await addVehicle(sql, { user_id: alice.id, year: 1970, make: 'Saab', model: '96' })
  await holdPhoto(olga, photo.id, 'No car')
  await holdPhoto(olga, second.id, 'No car')
  await releasePhoto(olga, second.id, 'A car')
  await carol.from('vehicles').delete().eq('id', vehicleId)
  await expect(uploadPhoto(sdk(alice), third, file)).rejects.toMatchObject({ code: 'picture_is_held' })
  expect((await listHeldPhotos(olga)).rows).toContainEqual(expect.objectContaining({ photoId: photo.id, url: null }))
  await releasePhoto(olga, photo.id, 'A car after all')
  expect((await uploadPhoto(sdk(alice), third, file)).duplicate).toBe(false)
})
