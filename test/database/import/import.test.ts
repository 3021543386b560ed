import { copyFile, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { expect, test, vi } from 'vitest'
import { run } from '../../../src/server/cli/import.ts'
import { ConfigError } from '../../../src/server/config.ts'
import { addVehicle } from '../../support/community.ts'
import { freshDatabase } from '../../support/fresh-database.ts'
import { signedIn } from '../../support/people.ts'
import { flat, phonePhoto, photo, quarters } from '../../support/pictures.ts'
import { addressesIn, folderOfPhotos, installation, paddockImport, stateOf, temporaryFolder } from './support.ts'

vi.setConfig({ testTimeout: 180_000 }) // most tests run the command, and some run it six times

const owned = async (server: Awaited<ReturnType<typeof installation>>) => {
  const carol = await signedIn(server, 'carol')
  return { carol, ...(await addVehicle(server.sql, { user_id: carol.id, year: 1971, make: 'Datsun', model: 'PL510' })) }
}

test('a folder becomes the photos of a vehicle: rows in the order of names, files that the server serves for good', async () => {
  const server = await installation()
  const { id } = await owned(server)
  const folder = await folderOfPhotos(2)
  await writeFile(join(folder, 'IMG_10.jpg'), await phonePhoto({ OffsetTimeOriginal: '+02:00' }))

  const { code, out } = await paddockImport([folder, '--vehicle', id], { PADDOCK_DATA: server.dataDir }).ended

  expect(out).toContain(`3 files for 1971 Datsun PL510 (${id})`)
  expect(out).toContain('3/3  added: IMG_10.jpg')
  expect(out).toContain('3 of 3 files added, 0 there already, 0 refused.')
  expect(code).toBe(0)
  const { data } = await server.client().from('vehicle_images').select().eq('vehicle_id', id).order('position')
  expect(data?.map(({ position, width, height }) => [position, width, height])).toEqual([
    [0, 640, 480],
    [1, 640, 480],
    [2, 400, 300],
  ])
  const last = data?.[2]
  expect(last.taken_at).toBe('2021-05-06T05:08:09+00:00')
  expect(last.srcset).toBe(`/photos/${id}/${last.content_hash}/400.webp 400w`)
  expect(last.placeholder).toMatch(/^data:image\/webp;base64,/)

  const first = data?.[0]
  const response = await fetch(server.url + first.image_url)
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, s-maxage=60, immutable',
    'x-content-type-options': 'nosniff',
  })
  expect(await sharp(await response.bytes()).metadata()).toMatchObject({ format: 'webp', width: 640, height: 480 })
})

test('a second run adds nothing, and a copy of a photo under another name is the same photo', async () => {
  const server = await installation()
  const { id } = await owned(server)
  const folder = await folderOfPhotos(2)
  await copyFile(join(folder, 'IMG_1.jpg'), join(folder, 'same.jpeg'))
  const again = () => paddockImport([folder, '--vehicle', id], { PADDOCK_DATA: server.dataDir }).ended

  const first = await again()
  const before = await stateOf(server, id)
  const second = await again()

  expect(first.out).toContain('there already: same.jpeg')
  expect(second.out).toContain('0 of 3 files added, 3 there already, 0 refused.')
  expect(second.code).toBe(0)
  expect(await stateOf(server, id)).toEqual(before)
})

test('every bad file is refused with its reason, and every good one is kept', async () => {
  const server = await installation()
  const { id } = await owned(server)
  const folder = await folderOfPhotos(1)
  const outside = await folderOfPhotos(1)
  const good = { 'ÜBER 日産 🚗.png': await quarters({ width: 40, height: 30 }).png().toBuffer() }
  const bad: Record<string, Buffer> = {
    'bomb.png': await flat(40_000, 30).png().toBuffer(),
    'cut.jpg': (await photo(7, { width: 640, height: 480 })).subarray(0, 1500),
    'note.jpg': Buffer.from('This is a note.'),
    'zero.jpg': Buffer.alloc(0),
    'moving.gif': await flat(8, 8).gif().toBuffer(),
  }
  for (const [name, bytes] of Object.entries({ ...good, ...bad })) await writeFile(join(folder, name), bytes)
  await symlink(join(outside, 'IMG_1.jpg'), join(folder, 'elsewhere.jpg'))
  await mkdir(join(folder, 'empty.jpg'))

  const { code, out, err } = await paddockImport([folder, '--vehicle', id], { PADDOCK_DATA: server.dataDir }).ended

  expect(out.slice(out.indexOf('Refused:'))).toBe(
    [
      'Refused:',
      '  bomb.png is too large: 40000 x 30 pixels, and no side may be longer than 30,000.',
      '  cut.jpg is cut off: the file ends before the picture does. Copy it again from the camera.',
      '  elsewhere.jpg is a link that leads out of the folder; copy the file itself.',
      '  moving.gif is a GIF; only JPEG, PNG, WebP and AVIF are taken.',
      '  note.jpg is not a photo: its content is text.',
      '  zero.jpg is empty.',
      '',
    ].join('\n'),
  )
  expect(out).toContain('2 of 8 files added, 0 there already, 6 refused.')
  expect(err).toBe('paddock: 6 of 8 files could not be taken; the others are done.\n')
  expect(code).toBe(1)
  expect((await stateOf(server, id)).rows).toHaveLength(2)
})

test('killed at any moment and run again, it ends as if nothing had happened: nothing twice, nothing half', async () => {
  const server = await installation()
  const { id } = await owned(server)
  const folder = await folderOfPhotos(8, { width: 1600, height: 1200 })
  const again = () => paddockImport([folder, '--vehicle', id], { PADDOCK_DATA: server.dataDir })

  for (const [n, delay] of [0, 30, 60, 100].entries()) {
    const killed = again()
    await killed.says(`${n + 1}/8  `)
    await sleep(delay)
    killed.process.kill('SIGKILL')
    await killed.ended
    const { rows, files } = await stateOf(server, id)
    expect(files).toEqual(expect.arrayContaining(addressesIn(rows))) // whatever a row names is there
  }
  expect((await again().ended).code).toBe(0)

  const { rows, files } = await stateOf(server, id)
  expect(rows.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(new Set(rows.map(({ content_hash }) => content_hash)).size).toBe(8)
  expect(files).toEqual(addressesIn(rows))
})

test('Ctrl-C finishes the photo at hand, says how to go on, and the next run does', async () => {
  const server = await installation()
  const { id } = await owned(server)
  const folder = await folderOfPhotos(6, { width: 1600, height: 1200 })
  const again = () => paddockImport([folder, '--vehicle', id], { PADDOCK_DATA: server.dataDir })

  const interrupted = again()
  await interrupted.says('2/6  ')
  interrupted.process.kill('SIGINT')
  const { code, out, err } = await interrupted.ended
  expect(code).toBe(1)
  expect(err).toContain('Interrupted. Run the same command again to continue.')
  expect(out).toMatch(/Stopped early: the turn of \d files? did not come/)
  const { rows } = await stateOf(server, id)

  const next = await again().ended
  expect(next.out).toContain(`${6 - rows.length} of 6 files added, ${rows.length} there already`)
  expect((await stateOf(server, id)).rows).toHaveLength(6)
})

test('two imports of one folder at once add each photo once', async () => {
  const server = await installation()
  const { id } = await owned(server)
  const folder = await folderOfPhotos(6)
  const runs = [0, 1].map(() => paddockImport([folder, '--vehicle', id], { PADDOCK_DATA: server.dataDir }).ended)

  const ended = await Promise.all(runs)

  expect(ended.map(({ code, err }) => ({ code, err }))).toEqual(Array(2).fill({ code: 0, err: '' }))
  const { rows, files } = await stateOf(server, id)
  expect(rows).toHaveLength(6)
  expect(files).toEqual(addressesIn(rows))
})

test('a new vehicle is made for its owner, once, however often the command is run', async () => {
  const server = await installation()
  const carol = await signedIn(server, 'carol')
  const folder = await folderOfPhotos(1)
  const args = [folder, '--new', '1971 Datsun 510', '--owner', carol.email.toUpperCase()]
  const again = () => paddockImport(args, { PADDOCK_DATA: server.dataDir }).ended

  expect((await again()).out).toContain('1 file for 1971 Datsun 510')
  expect((await again()).out).toContain('0 of 1 file added, 1 there already')

  const vehicles = await server.sql`select year, make, model, user_id from vehicles`
  expect(vehicles).toEqual([{ year: 1971, make: 'Datsun', model: '510', user_id: carol.id }])
  const { error } = await carol.from('vehicle_images').update({ caption: 'Front' }).eq('owner_id', carol.id)
  expect(error).toBeNull()
})

test('a dry run judges every file and leaves no trace', async () => {
  const server = await installation()
  const folder = await folderOfPhotos(2)
  await writeFile(join(folder, 'zero.jpg'), '')
  const before = await readdir(server.dataDir)

  const { out } = await paddockImport([folder, '--new', '1971 Datsun 510', '--dry-run'], {
    PADDOCK_DATA: server.dataDir,
  }).ended

  expect(out).toContain('2 of 3 files would be added, 0 there already, 1 refused.')
  expect(await server.sql`select from vehicles`).toHaveLength(0)
  expect(await server.sql`select from vehicle_images`).toHaveLength(0)
  expect(await readdir(server.dataDir)).toEqual(before)
})

test('without a running server one is started for the occasion, and stopped again', async () => {
  const database = await freshDatabase()
  try {
    const [dataDir, folder] = [await temporaryFolder(), await folderOfPhotos(1)]
    const env = { PADDOCK_DATA: dataDir, DATABASE_URL: database.adminUrl }
    const { code, err } = await paddockImport([folder, '--new', '1971 Datsun 510'], env).ended
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const [row] = await database.sql<{ vehicle_id: string }[]>`select vehicle_id from vehicle_images`
    const { rows, files } = await stateOf({ sql: database.sql, dataDir }, row?.vehicle_id ?? '')
    expect(files).toEqual(addressesIn(rows))
    expect((await readdir(dataDir)).sort()).toEqual(['keys.json', 'photos'])
  } finally {
    await database.drop()
  }
})

test.each([
  [['/nowhere', '--vehicle', crypto.randomUUID()], '/nowhere is not a folder.'],
  [['.'], 'Say either --vehicle <id> or --new "1971 Datsun 510".'],
  [['.', '--vehicle', '12'], '--vehicle 12 is not an id'],
  [['.', '--vehicle', crypto.randomUUID(), '--owner', 'a@example.com'], '--owner goes with --new'],
  [['.', '--new', '1971 Datsun 510', '--time-zone', 'Middle/Earth'], '--time-zone Middle/Earth is not known'],
  [['.', '--new', '1971 Datsun 510', '--storage', 's3'], '--storage is "data" or "supabase".'],
  [['.', '--nwe', '1971 Datsun 510'], "Unknown option '--nwe'"],
])('%j is answered with what to do', async (args, message) => {
  const refused = await run(args).catch((error) => error)
  expect(refused).toBeInstanceOf(ConfigError) // which the command line prints without a stack
  expect(refused.message).toContain(message)
})

test('an unknown vehicle or owner is said before anything is written', async () => {
  const server = await installation()
  const folder = await folderOfPhotos(1)
  const env = { PADDOCK_DATA: server.dataDir }
  const id = crypto.randomUUID()
  expect((await paddockImport([folder, '--vehicle', id], env).ended).err).toBe(`paddock: There is no vehicle ${id}.\n`)
  const args = [folder, '--new', '1971 Datsun 510', '--owner', 'nobody@example.com']
  expect((await paddockImport(args, env).ended).err).toBe('paddock: Nobody has the email nobody@example.com here.\n')
  expect(await server.sql`select from vehicles`).toHaveLength(0)
})
