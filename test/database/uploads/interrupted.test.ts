import { readdir, stat } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { uploadPhoto } from '../../../src/client/upload.ts'
import { photo } from '../../support/pictures.ts'
import { fileOf, type Garage, garage, sdk } from './support.ts'

// Uploads that their sender leaves half-way, at the server that anybody runs.

const incomingOf = ({ dataDir }: Garage) => readdir(join(dataDir, 'photos', '.incoming')).catch(() => [] as string[])

/** Sends the head of a request and as much of its body as is given, and stays. */
function begin({ server, vehicleId }: Garage, token: string, announced: number, body: Buffer): Socket {
  const { hostname, port } = new URL(server.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.write(
    `POST /upload/v1/photos?vehicle_id=${vehicleId} HTTP/1.1\r\nhost: x\r\napikey: ${token}\r\n` +
      `authorization: Bearer ${token}\r\ncontent-length: ${announced}\r\n\r\n`,
  )
  socket.write(body)
  return socket
}

async function leavesNothing(given: Garage) {
  const { server, vehicleId, dataDir, carol } = given
  await expect.poll(() => incomingOf(given)).toEqual([])
  expect(await server.sql`select id from vehicle_images where vehicle_id = ${vehicleId}`).toEqual([])
  expect(await server.sql`select image_id from app.photo_files where vehicle_id = ${vehicleId}`).toEqual([])
  expect(await readdir(join(dataDir, 'photos', vehicleId)).catch(() => [])).toEqual([])
  const held = () => server.sql`
    select l.relation::regclass::text from pg_locks l join pg_stat_activity a using (pid)
    where a.datname = current_database() and a.state = 'idle in transaction' and l.relation is not null`
  await expect.poll(held).toEqual([])
  // The one renderer is free: a photo that is sent whole is taken.
  expect((await uploadPhoto(sdk(carol), vehicleId, fileOf(await photo(9)))).duplicate).toBe(false)
}

test('a hundred that break off within the body leave no file, row or lock, and keep nobody else waiting', async () => {
  const given = await garage()
  const part = (await photo(8)).subarray(0, 500)
  const { secretKey } = given.server.keys // whom no pace stops
  for (let turn = 0; turn < 25; turn++) {
    const sockets = Array.from({ length: 4 }, () => begin(given, secretKey, 60_000, part))
    await expect.poll(() => incomingOf(given)).toHaveLength(sockets.length)
    for (const socket of sockets) socket.destroy()
    await expect.poll(() => incomingOf(given)).toEqual([])
  }
  await leavesNothing(given)
}, 120_000)

test('who goes away after the last byte and before the row leaves nothing either', async () => {
  const given = await garage()
  const { server } = given
  const bytes = await photo(8)
  // So that the server knows its tables before one of them is locked.
  expect((await given.carol.from('vehicle_images').select('id')).error).toBeNull()
  await server.sql.begin(async (transaction) => {
    // Holds the upload where it looks whether the photo is there.
    await transaction`lock table public.vehicle_images in access exclusive mode`
    const socket = begin(given, server.keys.secretKey, bytes.length, bytes)
    const arrived = async () => {
      const [name] = await incomingOf(given)
      return name ? (await stat(join(given.dataDir, 'photos', '.incoming', name)).catch(() => null))?.size : null
    }
    await expect.poll(arrived).toBe(bytes.length)
    socket.destroy()
    // What came after the end of that connection has been answered, so the server has seen the end.
    for (let n = 0; n < 3; n++) expect((await fetch(`${server.url}/health`)).status).toBe(200)
  })
  await leavesNothing(given)
})
