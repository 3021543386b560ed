import type { TransactionSql } from 'postgres'
import type { View } from '../../plates/plate.ts'
import type { CarId } from './facts.ts'
import { numbersFrom } from './numbers.ts'
import { people } from './people.ts'

/** Attention, made up for the demo: who looked at what, when and for how long. The same at every seeding. */

export type DemoPhoto = { id: string; view: View; addedAt: Date }

const dayMs = 86_400_000

/** Whole days of looks before the demo is made. */
export const demoDays = 56

/** Visits a day, about. */
const visits: Record<CarId, number> = { cuda: 26, d510: 9, chevelle: 7, bmw: 6, d510w: 3, f250: 3 }

/** Seconds for which half of the people look at such a photo on a phone. */
const hold: Record<View, number> = { bay: 8.6, vin: 6.6, side: 5.6, lines: 4.4, dash: 3.7, tyre: 2.9 }

/** What each drawing shows, in the vocabulary of `tag_vocabulary`; the last is a word of the owner's own. */
const shows: Record<View, string[]> = {
  side: ['side', 'wheel'],
  lines: ['three_quarter'],
  bay: ['engine_bay', 'carburettor', 'numbered parts'],
  dash: ['dashboard', 'odometer'],
  tyre: ['tyre_code', 'wheel'],
  vin: ['vin_plate'],
}

const devices = [
  { type: 'mobile', share: 0.7, patience: 1 },
  { type: 'desktop', share: 0.92, patience: 1.6 },
  { type: 'tablet', share: 1, patience: 1.25 },
] as const

const channels = ['native', 'link', 'native', 'link', 'whatsapp', 'email']

type Look = {
  image: string
  viewer: string
  at: string
  seconds: number
  device: string
  counted: boolean
  first: boolean
}

/** A visit: a person goes through some of the photos, stays at each for a while, and now and then returns to one. */
function* visit(photos: DemoPhoto[], start: number, random: () => number, viewer: string): Generator<Look> {
  const luck = random()
  const { type: device, patience } = devices.find(({ share }) => luck < share) ?? devices[0]
  const there = photos.filter(({ addedAt }) => addedAt.getTime() <= start)
  let at = start
  let first = true
  for (const photo of there) {
    if (!first && random() < 0.42) continue
    // The sum of three is close enough to a normal distribution.
    const spread = (random() + random() + random() - 1.5) * 1.5
    const seconds = Math.max(1, hold[photo.view] * patience * Math.exp(spread))
    yield { image: photo.id, viewer, at: new Date(at).toISOString(), seconds, device, counted: true, first }
    first = false
    at += seconds * 1_000 + 900
    if (random() < 0.1) {
      yield {
        image: photo.id,
        viewer,
        at: new Date(at).toISOString(),
        seconds: seconds / 2,
        device,
        counted: false,
        first,
      }
      at += seconds * 500
    }
  }
}

function* looksOf(car: CarId, photos: DemoPhoto[], now: number): Generator<Look> {
  const random = numbersFrom(car.length * 7_919 + visits[car])
  const added = Math.max(...photos.map(({ addedAt }) => addedAt.getTime()))
  for (let day = demoDays; day >= 0; day -= 1) {
    const morning = Math.floor(now / dayMs) * dayMs - day * dayMs
    const weekend = [0, 6].includes(new Date(morning).getUTCDay()) ? 1.45 : 1
    // It grows, and new photos bring a week of extra visits.
    const since = (morning - added) / dayMs
    const news = since >= -1 && since < 7 ? 1.6 - since / 12 : 1
    const count = Math.round(visits[car] * weekend * news * (1.1 - (0.4 * day) / demoDays) * (0.7 + 0.6 * random()))
    for (let n = 0; n < count; n += 1) {
      // Evenings more than mornings, and hardly anybody at night.
      const hour = 7 + 16 * Math.sqrt(random())
      const start = morning + hour * 3_600_000
      const viewer = `00000000-0000-4000-9000-${Math.floor(random() * 2 ** 47)
        .toString(16)
        .padStart(12, '0')}`
      if (start < now - 600_000) yield* visit(photos, start, random, viewer)
    }
  }
}

/** Looks, likes, shares and tags of a demo vehicle's photos; `looked` at over the last eight weeks. */
export async function addAttention(
  sql: TransactionSql,
  { car, vehicleId, ownerId, photos }: { car: CarId; vehicleId: string; ownerId: string; photos: DemoPhoto[] },
): Promise<void> {
  const now = Date.now()
  const looks = [...looksOf(car, photos, now)]
  await sql`
    insert into public.image_views
      (vehicle_id, image_id, viewer, viewed_at, view_duration_seconds, device_type, counted, first_of_day, source, xact)
    select ${vehicleId}, l.image, l.viewer, l.at, l.seconds, l.device, l.counted, l.first, 'batch', x.xact
    from jsonb_to_recordset(${sql.json(looks)})
           as l (image uuid, viewer uuid, at timestamptz, seconds real, device text, counted boolean, first boolean),
         (select app.ledger_xact() as xact) x`

  for (const [p, photo] of photos.entries()) {
    const age = now - photo.addedAt.getTime()
    const ago = (step: number) => new Date(now - ((step * 0.381_966) % 1) * age)
    for (const [m, { id }] of people.entries()) {
      if ((p + m) % 3 === 0) {
        await sql`insert into public.image_interactions (image_id, user_id, interaction_type, created_at)
          values (${photo.id}, ${id}, 'like', ${ago(p * 6 + m + 1)})`
      }
      if ((p * 5 + m * 3) % 7 < visits[car] / 10) {
        await sql`insert into public.image_interactions (image_id, user_id, interaction_type, share_channel, created_at)
          values (${photo.id}, ${id}, 'share', ${channels[(p + m) % channels.length] as string}, ${ago(p * 4 + m * 7 + 2)})`
      }
    }
    for (const tag of shows[photo.view]) {
      await sql`insert into public.image_tags (image_id, user_id, tag) values (${photo.id}, ${ownerId}, ${tag})`
    }
  }
}
