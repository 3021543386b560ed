import sharp from 'sharp'

/** Sent again and again from one address, on 20 connections, whatever is answered. */
export type Attack = {
  name: string
  method?: 'GET' | 'POST'
  path: string
  /** As a member who owns the vehicles that are attacked with; otherwise as a visitor. */
  signedIn?: boolean
  body?: Buffer
  type?: string
  /** No two bodies are the same: each gets some bytes of its own behind. */
  varied?: boolean
  /** Answers that are never read to their end, but held open. */
  held?: number
}

/** `ids`: vehicles of the attacker. */
export async function attacks(ids: readonly string[]): Promise<Attack[]> {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value))
  const rpc = (name: string, body: Buffer): Pick<Attack, 'method' | 'path' | 'body'> => ({
    method: 'POST',
    path: `/rest/v1/rpc/${name}`,
    body,
  })
  const aliases = (count: number) => Array.from({ length: count }, (_, n) => `a${n}:description`).join()
  const named = [
    aliases(6),
    ...Array.from({ length: 6 }, (_, n) => `i${n}:vehicle_images(vehicles(${aliases(6)}))`),
  ].join()
  const wide =
    'id,vehicle_images(id,vehicles(id,vehicle_images(id,vehicles(id,vehicle_images(id,vehicles(id,make)))))))'
  return [
    { name: 'nothing', path: '' },
    { name: 'embeds 15 deep', path: `/rest/v1/vehicles?select=${nested(15)}` },
    { name: 'embeds as deep as they may be', path: `/rest/v1/vehicles?select=${wide.slice(0, -1)}` },
    { name: '900 aliases of one column', path: `/rest/v1/vehicles?select=${aliases(900)}` },
    { name: 'as many names as there may be', path: `/rest/v1/vehicles?select=${named}` },
    { name: '100,000 views that are `0`', ...rpc('record_image_views', json({ events: Array(100_000).fill(0) })) },
    { name: '2,000 views that are `0`', ...rpc('record_image_views', json({ events: Array(2_000).fill(0) })) },
    { name: 'a failing GET of 15 kB', path: `/rest/v1/vehicles?id=eq.${'x'.repeat(15_000)}` },
    {
      name: 'JSON 200,000 deep',
      ...rpc('record_image_views', Buffer.from(`{"events":${'['.repeat(2e5)}${']'.repeat(2e5)}}`)),
    },
    {
      name: 'a search of many common words',
      ...rpc('search_sources', json({ query: 'engine brake the of and in car' })),
    },
    { name: 'a scan with ten patterns', path: `/rest/v1/vehicles?select=id&${scan}` },
    { name: '100 streams of 100 vehicles', path: '/live/v1/vehicles', signedIn: true, held: 100 },
    {
      name: 'photos of 250 megapixels',
      method: 'POST',
      path: `/upload/v1/photos?vehicle_id=${ids[0]}`,
      signedIn: true,
      body: await bomb(),
      varied: true,
      type: 'image/png',
    },
  ]
}

const scan = Array.from({ length: 10 }, (_, n) => `description=not.ilike.*${n}%25x*`).join('&')

function nested(depth: number): string {
  if (depth === 0) return 'id'
  return `id,${depth % 2 === 1 ? 'vehicle_images' : 'vehicles'}(${nested(depth - 1)})`
}

/** Kilobytes that are 250 megapixels. */
const bomb = () =>
  sharp({ create: { width: 15_800, height: 15_800, channels: 3, background: '#345' } })
    .png({ compressionLevel: 9 })
    .toBuffer()
