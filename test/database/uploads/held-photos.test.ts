import { expect, test } from 'vitest'
import { reportPhoto } from '../../../src/client/acts/on-photos.ts'
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
import { operator } from '../../support/operators.ts'
import { type Person, signedIn } from '../../support/people.ts'
import { photo as picture } from '../../support/pictures.ts'
import { fileOf, type Garage, garage, sdk } from './support.ts'

// Photos that members report and operators hold, by who acts.

const statusOf = async ({ server }: Garage, address: string) => (await fetch(new URL(address, server.url))).status

const report = (person: Person, image_id: string, reason: string) =>
  person.from('photo_reports').insert({ image_id, user_id: person.id, reason })

async function withPhoto() {
  const given = await garage()
  const { photo } = await uploadPhoto(sdk(given.carol), given.vehicleId, fileOf(await picture(4)))
  const { server } = given
  const { sql } = server
  const alice = await signedIn(server, 'alice')
  const olga = sdk(await operator({ server, sql }))
  const reported = async (id = photo.id) =>
    (await listOpenReports(olga, { limit: 200 })).rows.find(
      ({ about }) => about.kind === 'photo' && about.photoId === id,
    ) as OpenReport
  return { ...given, sql, alice, photo, olga, reported }
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
