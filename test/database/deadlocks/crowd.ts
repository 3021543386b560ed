import { randomUUID } from 'node:crypto'
import postgres, { type Sql, type TransactionSql } from 'postgres'
import { again } from '../../../src/server/rest/again.ts'
import { acts, memberActs, ownerActs, type Pick } from './acts.ts'

type Car = { id: string; owner: string; photos: string[]; entries: string[] }

/** A few people, cars and sources, so that everybody meets everybody; one that goes is followed by another. */
export type Crowd = Awaited<ReturnType<typeof gather>>

export async function gather(sql: Sql) {
  const newPerson = async (): Promise<string> => {
    const [row] = await sql`
      insert into auth.users (id, email, email_confirmed_at, created_at)
      values (gen_random_uuid(), gen_random_uuid() || '@example.com', now(), now() - interval '1 year') returning id`
    return row?.id
  }
  const newSource = async (): Promise<string> => {
    const [row] = await sql`
      insert into public.sources (kind, title) values ('forum', 'A forum') returning id`
    return row?.id
  }
  const newCar = async (owner: string): Promise<Car> => {
    const car = { id: randomUUID(), owner, photos: [randomUUID(), randomUUID()], entries: [randomUUID(), randomUUID()] }
    await sql`
      insert into public.vehicles (id, user_id, year, make, model) values (${car.id}, ${owner}, 1971, 'Datsun', 'PL510')`
    await sql`
      insert into public.vehicle_images (id, vehicle_id, image_url)
      select unnest(${car.photos}::uuid[]), ${car.id}, '/photos/a/front.svg'`
    // so many that it is nominated for auction
    await sql`
      insert into public.auction_votes (vehicle_id, user_id, vote, estimated_value)
      select ${car.id}, unnest(${voters}::uuid[]), 'yes', 30000`
    return car
  }

  const voters = await Promise.all(Array.from({ length: 14 }, newPerson))
  const people = await Promise.all(Array.from({ length: 6 }, newPerson))
  const cars = await Promise.all([0, 1, 2].map((n) => newCar(people[n] as string)))
  const sources = await Promise.all([newSource(), newSource()])
  const at = <T>(list: T[], n: number): T => list[n % list.length] as T
  const carOf = (p: Pick) => at(cars, p.car)

  return {
    who: (p: Pick) => at(people, p.person),
    other: (p: Pick) => at(people, p.other),
    car: (p: Pick) => carOf(p).id,
    owner: (p: Pick) => carOf(p).owner,
    photo: (p: Pick) => at(carOf(p).photos, p.n),
    entry: (p: Pick) => at(carOf(p).entries, p.n),
    source: (p: Pick) => at(sources, p.n),
    addPhoto: (p: Pick, id: string) => {
      carOf(p).photos[p.n % 3] = id
    },
    /** As the admin API deletes. */
    removePerson: (t: TransactionSql, id: string) => t`select app.remove_person(${id})`,
    /** As they delete their account themselves. */
    leave: async (t: TransactionSql, id: string) => {
      const [row] = await t`select email from auth.users where id = ${id}`
      const claims = { sub: id, role: 'authenticated', amr: [{ method: 'password', timestamp: Date.now() / 1000 }] }
      await t`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`
      await t`select app.delete_account(${row?.email ?? ''})`
    },
    /** Whoever and whatever has gone is followed by another. */
    replace: async () => {
      for (const [n, id] of people.entries())
        if (!(await sql`select from auth.users where id = ${id}`).length) people[n] = await newPerson()
      for (const [n, id] of sources.entries())
        if (!(await sql`select from public.sources where id = ${id}`).length) sources[n] = await newSource()
      for (const [n, car] of cars.entries()) {
        const [there] = await sql`select user_id from public.vehicles where id = ${car.id}`
        if (!there) cars[n] = await newCar(at(people, n))
        else car.owner = there.user_id ?? at(people, n)
      }
    },
  }
}

const failures = new Set(['40P01', '40001', 'XX000'])

/** What must not go wrong, if it did; refusals and what names somebody who has just gone are as they should be. */
export async function tried(name: string, work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error
    return failures.has(error.code) ? `${name}: ${error.code} ${error.message}\n${error.detail ?? ''}` : null
  }
}

/** One act as the gateway has it done: one transaction with its role and claims, begun anew where it met a deadlock. */
export function act(sql: Sql, crowd: Crowd, name: string, pick: Pick): Promise<string | null> {
  const who = name in memberActs ? crowd.who(pick) : name in ownerActs ? crowd.owner(pick) : null
  const claims = who ? { sub: who, role: 'authenticated' } : { role: 'service_role' }
  const request = () =>
    sql.begin(async (t) => {
      await t`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`
      if (who) await t`set local role authenticated`
      await (acts[name] as (typeof acts)[string])(t, crowd, pick)
    })
  return tried(name, () => again(request))
}
