import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'

/** What hangs on a car and may go along when it changes hands, in numbers; null: it does not go along. */
export type Belongings = {
  photos: number
  /** Of the log, those that others see. */
  entries: number
  privateEntries: number | null
  costs: number | null
  documents: number | null
}

/** What goes along besides what always does. */
export type GoesAlong = { privateEntries: boolean; costs: boolean; documents: boolean }

export type VehicleOffer = GoesAlong & { madeAt: string; expiresAt: string }

/** What a link offers to whoever opens it. */
export type OfferedVehicle = {
  /** Such as "1971 Datsun PL510". */
  vehicle: string
  isPublic: boolean
  giver: { id: string; name: string }
  /** The reader made the offer. */
  isOwn: boolean
  expiresAt: string
  belongings: Belongings
  /** Bets of the reader on the car whose stakes return when they accept: owners bet without. */
  stakes: number
}

/**
 * What would go along with a car of the signed-in member, and the offer under way.
 *
 * @throws {PaddockError} `not_signed_in`, `unknown_vehicle`, `not_your_vehicle`
 */
export async function loadVehicleOffer(
  client: PaddockClient,
  vehicleId: string,
): Promise<{ belongings: Belongings; offer: VehicleOffer | null }> {
  const { belongings, offer } = unwrap(await client.rpc('vehicle_offer', { vehicle_id: vehicleId })) as {
    belongings: Row
    offer: { made_at: string; expires_at: string; private_entries: boolean; costs: boolean; documents: boolean } | null
  }
  return {
    belongings: toBelongings(belongings),
    offer: offer && {
      ...{ madeAt: offer.made_at, expiresAt: offer.expires_at },
      ...{ privateEntries: offer.private_entries, costs: offer.costs, documents: offer.documents },
    },
  }
}

type Row = {
  photos: number
  entries: number
  private_entries: number | null
  costs: number | null
  documents: number | null
}

const toBelongings = ({ private_entries: privateEntries, ...others }: Row): Belongings => ({
  ...others,
  privateEntries,
})

/**
 * Offers a car of the signed-in member to whoever gets the secret, for seven days. The secret is told this once. What does not go along of
 * private entries, costs and documents is deleted when somebody accepts.
 *
 * @throws {PaddockError} `unknown_vehicle`, `not_your_vehicle`, `keep_your_account_first`, `account_is_suspended`,
 * `vehicle_is_offered_already`, `auction_is_live`, `too_many_vehicle_offers`
 * @example
 * const { secret } = await offerVehicle(client, vehicleId, { privateEntries: false, costs: false, documents: true })
 * const link = location.origin + offerPath(vehicleId, secret)
 */
export async function offerVehicle(
  client: PaddockClient,
  vehicleId: string,
  { privateEntries, costs, documents }: GoesAlong,
): Promise<{ secret: string; expiresAt: string }> {
  const asked = { vehicle_id: vehicleId, private_entries: privateEntries, costs, documents }
  const { secret, expires_at } = unwrap(await client.rpc('offer_vehicle', asked)) as {
    secret: string
    expires_at: string
  }
  return { secret, expiresAt: expires_at }
}

/** The page that an offer's link leads to. The secret stands behind the #, so that it reaches no server's log. */
export const offerPath = (vehicleId: string, secret: string) => `/vehicles/${vehicleId}/hand-over#${secret}`

/** @throws {PaddockError} `unknown_vehicle`, `not_your_vehicle`, `unknown_offer` */
export async function withdrawOffer(client: PaddockClient, vehicleId: string): Promise<void> {
  unwrap(await client.rpc('withdraw_offer', { vehicle_id: vehicleId }))
}

/**
 * What a link offers, to who is signed in.
 *
 * @throws {PaddockError} `not_signed_in`, `unknown_offer`, `offer_is_used`, `offer_is_declined`, `offer_is_withdrawn`, `offer_has_expired`,
 * `vehicle_has_another_owner`
 */
export async function loadOfferedVehicle(
  client: PaddockClient,
  vehicleId: string,
  secret: string,
): Promise<OfferedVehicle> {
  const row = unwrap(await client.rpc('offered_vehicle', { vehicle_id: vehicleId, secret })) as Offered
  return {
    ...{ vehicle: row.vehicle, isPublic: row.is_public, isOwn: row.is_own, expiresAt: row.expires_at },
    ...{ giver: { id: row.giver_id, name: row.giver }, stakes: row.stakes },
    belongings: toBelongings(row.belongings),
  }
}

type Offered = {
  vehicle: string
  is_public: boolean
  giver_id: string
  giver: string
  is_own: boolean
  expires_at: string
  belongings: Row
  stakes: number
}

/**
 * Makes the signed-in member the owner of the car that a link offers. Both are told.
 *
 * @throws {PaddockError} as `loadOfferedVehicle`, and `keep_your_account_first`, `account_is_suspended`, `offer_is_your_own`,
 * `offer_is_on_hold`, `auction_is_live`
 */
export async function acceptVehicle(client: PaddockClient, vehicleId: string, secret: string): Promise<void> {
  unwrap(await client.rpc('accept_vehicle', { vehicle_id: vehicleId, secret }))
}

/**
 * Ends the offer that a link leads to. The owner is told.
 *
 * @throws {PaddockError} as `loadOfferedVehicle`, and `offer_is_your_own`
 */
export async function declineVehicle(client: PaddockClient, vehicleId: string, secret: string): Promise<void> {
  unwrap(await client.rpc('decline_vehicle', { vehicle_id: vehicleId, secret }))
}
