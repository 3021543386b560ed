import type { SupabaseClient } from '@supabase/supabase-js'
import type { Sql } from 'postgres'
import { afterAll } from 'vitest'
import { type Person, signedIn } from './people.ts'
import { startTestServer, type TestServer } from './test-server.ts'

export type Vehicle = { id: string }
export type Image = { id: string; vehicle_id: string }

export type Community = {
  /** Members; neither owns a vehicle. */
  alice: Person
  bob: Person
  /** The owner of both vehicles. */
  carol: Person
  /** Signed out. */
  visitor: SupabaseClient
  /** With the secret key. */
  service: SupabaseClient
  vehicle: Vehicle
  image: Image
  /** Visible to carol only. */
  privateVehicle: Vehicle
  privateImage: Image
  /** Superuser on the database, to look behind the API. */
  sql: Sql
  server: TestServer
}

let server: Promise<TestServer> | undefined

afterAll(async () => (await server)?.stop())

/** New people and new vehicles at every call, so that tests do not meet each other's rows; one server for each test file. */
export async function community(): Promise<Community> {
  server ??= startTestServer()
  const running = await server
  const { sql } = running
  const [alice, bob, carol] = await Promise.all([
    signedIn(running, 'alice'),
    signedIn(running, 'bob'),
    signedIn(running, 'carol'),
  ])
  const vehicle = await addVehicle(sql, { user_id: carol.id, year: 1971, make: 'Datsun', model: 'PL510' })
  const privateVehicle = await addVehicle(sql, {
    user_id: carol.id,
    year: 1973,
    make: 'BMW',
    model: '2002',
    is_public: false,
  })
  return {
    alice,
    bob,
    carol,
    visitor: running.client(),
    service: running.service(),
    vehicle,
    image: await addImage(sql, vehicle),
    privateVehicle,
    privateImage: await addImage(sql, privateVehicle),
    sql,
    server: running,
  }
}

type NewVehicle = { user_id: string; year: number; make: string; model: string; is_public?: boolean }

export async function addVehicle(sql: Sql, vehicle: NewVehicle): Promise<Vehicle> {
  const [row] = await sql<Vehicle[]>`insert into public.vehicles ${sql(vehicle)} returning id`
  return row as Vehicle
}

export async function addImage(sql: Sql, vehicle: Vehicle): Promise<Image> {
  const image = { vehicle_id: vehicle.id, image_url: `/photos/${vehicle.id}/front.svg` }
  const [row] = await sql<Image[]>`insert into public.vehicle_images ${sql(image)} returning id, vehicle_id`
  return row as Image
}
