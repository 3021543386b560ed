import { expect, test } from 'vitest'
import { listPhotos } from '../../../src/client/photos.ts'
import { uploadPhoto } from '../../../src/client/upload.ts'
import { listCards } from '../../../src/client/vehicles.ts'
import { signedIn } from '../../support/people.ts'
import { photo as picture } from '../../support/pictures.ts'
import { fileOf, type Garage, garage, sdk } from './support.ts'

/** What the server answers to an <img>, which has no token. */
const statusOf = async ({ server }: Garage, address: string) => (await fetch(new URL(address, server.url))).status

const plain = (address: string) => address.split('?')[0] as string

async function withPhoto(vehicle: 'vehicleId' | 'privateId') {
  const given = await garage()
  const { photo } = await uploadPhoto(sdk(given.carol), given[vehicle], fileOf(await picture(4)))
  return { ...given, photo, hide: (hidden: boolean) => setPrivate(given, given[vehicle], hidden) }
}

const setPrivate = ({ carol }: Garage, id: string, hidden: boolean) =>
  carol.from('vehicles').update({ is_public: !hidden }).eq('id', id)

test('the photos of a private car are for its owner: the address alone is not enough', async () => {
  const given = await withPhoto('privateId')
  const { photo, carol, bob, privateId } = given
  expect(await statusOf(given, photo.url), 'as the owner has just added it').toBe(200)
  const [listed] = await listPhotos(sdk(carol), privateId)
  expect(listed?.url).toBe(photo.url)
  for (const candidate of listed?.srcset?.split(', ') ?? [])
    expect(await statusOf(given, candidate.split(' ')[0] as string)).toBe(200)

  expect(await statusOf(given, plain(photo.url))).toBe(404)
  for (const pass of ['', '1.2', `9999999999.${'0'.repeat(64)}`, 'x'.repeat(5000), '%00', "'; select 1"])
    expect(await statusOf(given, `${plain(photo.url)}?pass=${pass}`), pass.slice(0, 80)).toBe(404)
  expect(await listPhotos(sdk(bob), privateId)).toEqual([])
  const asked = await bob.rpc('photo_pass', { photo: { id: photo.id, vehicle_id: privateId } })
  expect(asked.data, 'made up by somebody else').toBeNull()
  const answer = await fetch(photo.url)
  expect(answer.headers.get('cache-control')).toBe('private, max-age=3600')
})

test('a car that is made private takes its photos along: addresses that others kept stop, in caches of others too', async () => {
  const given = await withPhoto('vehicleId')
  const { photo, hide } = given
  const kept = photo.url
  expect(kept).not.toContain('pass=')
  const seen = await fetch(kept)
  expect(seen.headers.get('cache-control')).toContain('s-maxage=60')
  const etag = seen.headers.get('etag') ?? ''

  await hide(true)
  await expect.poll(() => statusOf(given, kept)).toBe(404)
  expect((await fetch(kept, { headers: { 'if-none-match': etag } })).status).toBe(404)
  expect((await fetch(kept, { method: 'HEAD' })).status).toBe(404)
  const [mine] = await listPhotos(sdk(given.carol), given.vehicleId)
  expect(await statusOf(given, mine?.url ?? '')).toBe(200)

  await hide(false)
  await expect.poll(() => statusOf(given, kept)).toBe(200)
})

test('a pass is for one car and one owner, and ends by itself', async () => {
  const given = await withPhoto('privateId')
  const { photo, server, privateId } = given
  const other = await withPhoto('privateId')
  const pass = photo.url.split('?')[1]
  expect(await statusOf(given, `${plain(other.photo.url)}?${pass}`), 'of another car').toBe(404)

  const [late] = await server.sql`
    select concat(x.ended, '.', app.photo_pass_mac(v.id, v.user_id, x.ended)) as pass
    from vehicles v, (select extract(epoch from now())::bigint - 1 as ended) x where v.id = ${privateId}`
  expect(await statusOf(given, `${plain(photo.url)}?pass=${late?.pass}`), 'that has ended').toBe(404)

  const dora = await signedIn(server, 'dora')
  await server.sql`update vehicles set user_id = ${dora.id} where id = ${privateId}`
  await expect.poll(() => statusOf(given, photo.url), { message: 'of the owner before' }).toBe(404)
  const [hers] = await listPhotos(sdk(dora), privateId)
  expect(await statusOf(given, hers?.url ?? '')).toBe(200)
})

test('the cover of a private car in its owner’s list, and its card, show to the owner', async () => {
  const given = await withPhoto('privateId')
  const { carol, privateId, server } = given
  const [mine] = await listCards(sdk(carol), [privateId])
  expect(mine?.photo?.url).toContain('?pass=')
  expect(await statusOf(given, mine?.photo?.url ?? '')).toBe(200)
  const card = await fetch(`${server.url}/functions/v1/vehicle-card?vehicle_id=${privateId}`, {
    headers: { apikey: server.keys.publishableKey, authorization: `Bearer ${carol.token}` },
  })
  const { image_url } = (await card.json()) as { image_url: string }
  expect(await statusOf(given, image_url)).toBe(200)
})
