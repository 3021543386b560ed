import type { Sql } from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { addVehicle, community } from '../support/community.ts'

const hash = 'a'.repeat(64)
const image_url = '/photos/a/b/480.webp'

test('a vehicle has each original once, until the photo is removed', async () => {
  const { carol, vehicle, service } = await community()
  const add = () =>
    carol.from('vehicle_images').insert({ vehicle_id: vehicle.id, image_url, content_hash: hash }).select().single()
  const first = await add()
  expect(first.error).toBeNull()
  expect(await add()).toMatchObject({
    status: 409,
    error: { code: '23505', message: 'This photo is on this vehicle already.' },
  })
  await service.from('vehicle_images').delete().eq('id', first.data.id)
  expect((await add()).error).toBeNull()
})

test('photos without a hash are as many as you like', async () => {
  const { carol, vehicle } = await community()
  const photos = [1, 2, 3].map(() => ({ vehicle_id: vehicle.id, image_url }))
  expect((await carol.from('vehicle_images').insert(photos)).error).toBeNull()
})

test.each([
  [{ content_hash: 'ABC' }, 'content_hash_is_a_sha256_in_hex'],
  [{ content_hash: 'A'.repeat(64) }, 'content_hash_is_a_sha256_in_hex'],
  [{ placeholder: 'https://example.com/track.gif' }, 'placeholder_is_a_small_data_url'],
  [{ placeholder: 'data:image/svg+xml;base64,AAAA' }, 'placeholder_is_a_small_data_url'],
  [{ placeholder: `data:image/webp;base64,${'A'.repeat(5000)}` }, 'placeholder_is_a_small_data_url'],
  [{ srcset: '' }, 'srcset_lists_urls_with_widths'],
  [{ srcset: '/a.webp' }, 'srcset_lists_urls_with_widths'],
  [{ srcset: 'javascript:alert(1) 480w' }, 'srcset_lists_urls_with_widths'],
  [{ srcset: '//evil.example/a.webp 480w' }, 'srcset_lists_urls_with_widths'],
  [{ srcset: '/a.webp 480w, javascript:x 960w' }, 'srcset_lists_urls_with_widths'],
  [{ srcset: `/${'a'.repeat(9000)} 480w` }, 'srcset_lists_urls_with_widths'],
])('a row with %j is refused by the name of the rule', async (bad, constraint) => {
  const { carol, vehicle } = await community()
  const { error, status } = await carol.from('vehicle_images').insert({ vehicle_id: vehicle.id, image_url, ...bad })
  expect(status).toBe(400)
  expect(error?.message).toContain(constraint)
})

test('addresses of this server and of others that the operator trusts are taken in a srcset', async () => {
  const { carol, vehicle, sql } = await community()
  await trust(sql, 'https://x.supabase.co')
  const srcset = '/photos/a/b/480.webp 480w, https://x.supabase.co/storage/v1/object/public/photos/a/960.webp 960w'
  const { error } = await carol.from('vehicle_images').insert({ vehicle_id: vehicle.id, image_url, srcset })
  expect(error).toBeNull()
})

const trust = (sql: Sql, origins: string) => {
  onTestFinished(async () => void (await sql`update app.settings set value = '' where name = 'photo_origins'`))
  return sql`update app.settings set value = ${origins} where name = 'photo_origins'`
}

test.each([
  'https://evil.example/pixel.gif',
  'http://x.supabase.co/pixel.gif',
  'https://x.supabase.co.evil.example/pixel.gif',
  'https://x.supabase.co@evil.example/pixel.gif',
  'https://x.supabase.co\\@evil.example/pixel.gif',
  'https://x.supabase.co:444/pixel.gif',
  'https:///evil.example/pixel.gif',
  '/\t/evil.example/pixel.gif',
  '/\n/evil.example/pixel.gif',
  '/ok\\evil.gif',
])('an owner cannot learn who looks: a photo at %j, on a server nobody trusts, is refused', async (address) => {
  const { carol, vehicle, image, sql } = await community()
  await trust(sql, 'https://x.supabase.co, https://cdn.example')
  const photos = carol.from('vehicle_images')
  const srcset = `/photos/a/b/480.webp 480w, ${address} 960w`
  for (const refused of [
    await photos.insert({ vehicle_id: vehicle.id, image_url: address }),
    await photos.insert({ vehicle_id: vehicle.id, image_url, srcset }),
    await photos.update({ image_url: address }).eq('id', image.id),
  ]) {
    expect(refused.error?.message).toMatch(/Photos come from this server|image_url_is_a_path|srcset_lists_urls/)
  }
  const trusted = { vehicle_id: vehicle.id, image_url: 'https://CDN.example/a.webp' }
  expect((await photos.insert(trusted)).error).toBeNull()
})

test('an operator’s import names what it likes, and so does a project that asks nothing of its members', async () => {
  const { carol, service, vehicle, sql } = await community()
  const elsewhere = { vehicle_id: vehicle.id, image_url: 'https://anywhere.example/a.webp' }
  expect((await service.from('vehicle_images').insert(elsewhere)).error).toBeNull()
  expect((await carol.from('vehicle_images').insert(elsewhere)).error?.details).toBe('photo_is_of_this_server')
  await trust(sql, '*')
  expect((await carol.from('vehicle_images').insert(elsewhere)).error).toBeNull()
})

test('owners cannot change what the files are, and nobody sees the registry of originals', async () => {
  const { carol, image, visitor } = await community()
  for (const change of [{ content_hash: hash }, { placeholder: null }, { srcset: null }]) {
    const { error } = await carol.from('vehicle_images').update(change).eq('id', image.id)
    expect(error?.code).toBe('42501')
  }
  expect((await visitor.schema('app').from('photo_files').select()).error).not.toBeNull()
})

test('removing a photo gives up only the files of its own vehicle, whatever its address says', async () => {
  const { carol, bob, vehicle, sql } = await community()
  await carol.from('vehicle_images').insert({ vehicle_id: vehicle.id, image_url, content_hash: hash })
  const other = await addVehicle(sql, { user_id: bob.id, year: 1970, make: 'Ford', model: 'F250' })
  const copy = { vehicle_id: other.id, image_url: `/photos/${vehicle.id}/${hash}/480.webp`, content_hash: hash }
  const { data } = await bob.from('vehicle_images').insert(copy).select('id').single()
  await bob.from('vehicle_images').delete().eq('id', data?.id)
  const gone = await sql`select vehicle_id from app.photo_files where image_id is null and content_hash = ${hash}`
  expect(gone.filter(({ vehicle_id }) => vehicle_id === vehicle.id)).toEqual([])
  expect(gone.filter(({ vehicle_id }) => vehicle_id === other.id)).toHaveLength(1)
})
