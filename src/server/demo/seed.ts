import type { Sql, TransactionSql } from 'postgres'
import { type DemoCar, demoCars } from '../../plates/demo-cars.ts'
import { createPasswords } from '../auth/passwords.ts'
import { type CarId, factsOf } from './facts.ts'
import { opinions } from './opinions.ts'
import { demoPassword, people } from './people.ts'

/**
 * Fills an empty database with the demo vehicles, their photos and a small community.
 *
 * @returns false, having written nothing, when there is any vehicle already
 */
export async function seedDemo(sql: Sql): Promise<boolean> {
  const encrypted = await createPasswords(1).hash(demoPassword)
  const seeded = await sql.begin(async (transaction) => {
    await transaction`lock table public.vehicles in share row exclusive mode` // two servers that start at once seed once
    const [some] = await transaction`select from public.vehicles limit 1`
    if (some) return false
    await addPeople(transaction, encrypted)
    const start = Date.now()
    // A millisecond apart, so that lists by age keep this order.
    for (const [place, car] of demoCars.entries()) await addVehicle(transaction, car, new Date(start + place))
    return true
  })
  if (seeded) await sql`select app.fold_views()`
  return seeded
}

async function addPeople(sql: TransactionSql, encrypted: string): Promise<void> {
  for (const { id, name, email } of people) {
    await sql`
      insert into auth.users (id, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data)
      values (${id}, ${email}, ${encrypted}, now(), '{"provider": "email", "providers": ["email"], "demo": true}',
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

  const photos: string[] = []
  for (const [position, { url, caption, altText, width, height }] of car.photos.entries()) {
    const photo = { vehicle_id: vehicleId, image_url: url, caption, alt_text: altText, width, height, position }
    const [image] = await sql<{ id: string }[]>`insert into public.vehicle_images ${sql(photo)} returning id`
    photos.push(image?.id as string)
  }
  for (const { by, vote, reason = null, estimate = null } of votes) {
    await sql`insert into public.auction_votes (vehicle_id, user_id, vote, reason, estimated_value)
      values (${vehicleId}, ${by.id}, ${vote}, ${reason}, ${estimate})`
  }
  for (const { by, type, prediction, confidence } of bets) {
    await sql`insert into public.vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent)
      values (${vehicleId}, ${by.id}, ${type}, ${sql.json(prediction)}, ${confidence})`
  }
  for (const { by, photo, text } of comments) {
    await sql`insert into public.image_interactions (image_id, user_id, interaction_type, comment_text)
      values (${photos[photo] as string}, ${by.id}, 'comment', ${text})`
  }
  await addAttention(sql, photos)
}

/** Each member has looked at some photos, for some seconds, and likes every third of those: the same at every seeding. */
async function addAttention(sql: TransactionSql, photos: string[]): Promise<void> {
  for (const [p, image] of photos.entries()) {
    for (const [m, member] of people.entries()) {
      const looks = (p * 5 + m * 3 + 1) % 4
      for (let n = 0; n < looks; n += 1) {
        await sql`insert into public.image_views (image_id, user_id, view_duration_seconds, device_type, counted, viewed_at)
          values (${image}, ${member.id}, ${1.5 + ((p * 7 + m * 11 + n * 5) % 40) / 4}, ${m % 2 ? 'mobile' : 'desktop'}, true,
                  now() - make_interval(hours => ${p * 9 + m * 13 + n * 29 + 1}))`
      }
      if (looks > 0 && (p + m) % 3 === 0) {
        await sql`insert into public.image_interactions (image_id, user_id, interaction_type) values (${image}, ${member.id}, 'like')`
      }
    }
  }
  await sql`
    update public.image_views set viewer = user_id, first_of_day = id in (
      select distinct on (user_id, app.utc_day(viewed_at)) id from public.image_views where image_id in ${sql(photos)}
      order by user_id, app.utc_day(viewed_at), viewed_at)
    where image_id in ${sql(photos)}`
}
