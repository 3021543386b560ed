import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { addVehicle } from '../../support/community.ts'
import { type Person, signedIn } from '../../support/people.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'

export type Garage = {
  carol: Person
  bob: Person
  vehicleId: string
  privateId: string
  server: TestServer
  dataDir: string
}

let opened: Promise<{ server: TestServer; dataDir: string }> | undefined

afterAll(async () => {
  const open = await opened
  await open?.server.stop()
  if (open) await rm(open.dataDir, { recursive: true, force: true })
})

/** New people and new vehicles at every call; carol owns both. One server for each test file. */
export async function garage(): Promise<Garage> {
  opened ??= open()
  const { server, dataDir } = await opened
  const [carol, bob] = await Promise.all([signedIn(server, 'carol'), signedIn(server, 'bob')])
  const { id } = await addVehicle(server.sql, { user_id: carol.id, year: 1971, make: 'Datsun', model: 'PL510' })
  const hidden = { user_id: carol.id, year: 1973, make: 'BMW', model: '2002', is_public: false }
  return { carol, bob, vehicleId: id, privateId: (await addVehicle(server.sql, hidden)).id, server, dataDir }
}

async function open() {
  const dataDir = await realpath(await mkdtemp(join(tmpdir(), 'paddock-uploads-')))
  return { server: await startTestServer({ dataDir }), dataDir }
}

export const sdk = (client: unknown) => client as PaddockClient

export const fileOf = (bytes: Buffer) => new Blob([new Uint8Array(bytes)])
