import type { Sql, TransactionSql } from 'postgres'
import { type DemoCar, demoCars } from '../../plates/demo-cars.ts'
import type { View } from '../../plates/plate.ts'
import { createPasswords } from '../auth/passwords.ts'
import { addAttention, type DemoPhoto, demoDays } from './attention.ts'
import { type CarId, factsOf } from './facts.ts'
import { type Comment, opinions } from './opinions.ts'
import { demoPassword, type PersonId, people } from './people.ts'

const dayMs = 86_400_000

/** Photos that their owner added three weeks ago; the others came with the vehicle. */
const late: Partial<Record<CarId, View[]>> = { cuda: ['bay', 'vin'] }

/**
 * Fills an empty database with the demo vehicles, their photos and a small community.
 *
 * @returns false, having written nothing, when there is any vehicle already
 */
export async function seedDemo(sql: Sql): Promise<boolean> {
  const seeded = await sql.begin(async (transaction) => {
    await transaction`lock table public.vehicles in share row exclusive mode` // two servers that start at once seed once
    const [some] = await transaction`select from public.vehicles limit 1`
    if (some) return false
    await addPeople(transaction, people)
    const start = Date.now() - demoDays * dayMs
    // A millisecond apart, so that lists by age keep this order.
    for (const [place, car] of demoCars.entries()) await addVehicle(transaction, car, new Date(start + place))
    return true
  })
  if (seeded) await sql`select app.fold_views(), app.fold_votes()`
  return seeded
}

type Person = { id: PersonId; name: string; email: string }

/** Their accounts are a year old, for newcomers alone decide nothing; see docs/guides/auction-votes.md. */
export async function addPeople(sql: TransactionSql, added: readonly Person[]): Promise<void> {
  const encrypted = await createPasswords(1).hash(demoPassword)
  for (const { id, name, email } of added) {
    await sql`
      insert into auth.users (id, email, encrypted_password, email_confirmed_at, created_at, raw_app_meta_data, raw_user_meta_data)
      values (${id}, ${email}, ${encrypted}, now() - interval '1 year', now() - interval '1 year', '{"provider": "email", "providers": ["email"], "demo": true}',
              ${sql.json({ display_name: name })})
      on conflict (id) do nothing`
    await sql`insert into public.profiles (user_id, display_name) values (${id}, ${name}) on conflict do nothing`
  }
}

async function addVehicle(sql: TransactionSql, car: DemoCar, createdAt: Date): Promise<void> {
  const id = car.id as CarId
  const { owner, description, votes, bets, comments } = opinions[id]
  const row = {
    created_at: createdAt,
    user_id: owner.id,
    make: car.make,
    model: car.model,
    description,
    ...factsOf(id),
  }
  const [vehicle] = await sql<{ id: string }[]>`insert into public.vehicles ${sql(row)} returning id`
  const vehicleId = vehicle?.id as string

  const photos: DemoPhoto[] = []
  for (const [position, { view, url, caption, altText, width, height }] of car.photos.entries()) {
    const addedAt = late[id]?.includes(view) ? new Date(Date.now() - 21 * dayMs) : createdAt
    const photo = { vehicle_id: vehicleId, image_url: url, caption, alt_text: altText, width, height, position }
    const [image] = await sql<{ id: string }[]>`
      insert into public.vehicle_images ${sql({ ...photo, created_at: addedAt })} returning id`
    photos.push({ id: image?.id as string, view, addedAt })
  }
  for (const { by, vote, reason = null, estimate = null } of votes) {
    await sql`insert into public.auction_votes (vehicle_id, user_id, vote, reason, estimated_value)
      values (${vehicleId}, ${by.id}, ${vote}, ${reason}, ${estimate})`
  }
  for (const [place, { by, type, prediction, confidence }] of bets.entries()) {
    const placed = new Date(Date.now() - Math.max(1, 10 - 3 * place) * dayMs)
    await sql`insert into public.vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, created_at)
      values (${vehicleId}, ${by.id}, ${type}, ${sql.json(prediction)}, ${confidence}, ${placed})`
  }
  await addComments(sql, photos, comments)
  await addAttention(sql, { car: id, vehicleId, ownerId: owner.id, photos })
}

/** Two days apart, the last one yesterday. */
async function addComments(sql: TransactionSql, photos: DemoPhoto[], comments: Comment[]): Promise<void> {
  const ids: string[] = []
  for (const [place, { by, photo, text, answers }] of comments.entries()) {
    const written = new Date(Date.now() - (2 * (comments.length - place) - 1) * dayMs)
    const [row] = await sql<{ id: string }[]>`
      insert into public.image_interactions (image_id, user_id, interaction_type, comment_text, parent_id, created_at)
      values (${photos[photo]?.id as string}, ${by.id}, 'comment', ${text},
              ${answers === undefined ? null : (ids[answers] as string)}, ${written}) returning id`
    ids.push(row?.id as string)
  }
}
