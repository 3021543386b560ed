import { clientOfCaller, unwrap } from './caller-client.ts'
import type { FunctionEnvironment } from './environment.ts'
import { FunctionError, json, png, readInput, serveFunction, svg } from './http.ts'
import { drawVehicleCard } from './vehicle-card-svg.ts'

/** What a link to a vehicle shows where it is shared. */
export type VehicleCard = {
  vehicle_id: string
  /** Year, make and model. */
  name: string
  /** The photo that people looked at most, as it is stored; null without one. */
  image_url: string | null
  votes: {
    yes: number
    no: number /** 0 to 100 */
    yes_percent: number /** dollars */
    avg_estimated_value: number | null
  }
  sentiment: {
    bet_type: string
    total_bets: number
    /** 0 to 100 */
    avg_confidence: number | null
    /** In the unit of the bet type: dollars, or days until completion. */
    avg_predicted_value: number | null
  }[]
}

type PhotoRow = { image_url: string; photo_pass: string | null }
type VehicleRow = { id: string; year: number | null; make: string | null; model: string | null }
type VoteRow = { yes_votes: number; no_votes: number; yes_percent: number; avg_estimated_value: number | null }

/** The files of a private vehicle are for who brings the pass. */
const addressOf = (photo: PhotoRow | null) =>
  photo?.photo_pass && photo.image_url.startsWith('/photos/')
    ? `${photo.image_url}?pass=${photo.photo_pass}`
    : (photo?.image_url ?? null)

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** A card is read by crawlers and may be a little old; what only its owner sees is kept nowhere. */
const cacheForAll = 'public, max-age=300'
const cacheForNobody = 'private, no-store'

/**
 * `POST { vehicle_id, format? }` or `GET ?vehicle_id=&format=`: the card as JSON, or drawn with `format: 'svg'`
 * (1200 x 630), or as a picture with `format: 'png'`, which is the drawing where no picture can be made. A crawler has no API key: without one the caller is anonymous.
 *
 * Errors: 400 `invalid_vehicle_id`, `invalid_format`; 404 `vehicle_not_found`, also for one the caller may not see.
 */
export function createVehicleCard(environment: FunctionEnvironment): (request: Request) => Promise<Response> {
  return serveFunction(async (request) => {
    const { vehicle_id: id, format = 'json' } = await readInput(request)
    if (typeof id !== 'string' || !uuid.test(id)) {
      throw new FunctionError(400, 'invalid_vehicle_id', 'vehicle_id must be the UUID of a vehicle.')
    }
    if (format !== 'json' && format !== 'svg' && format !== 'png')
      throw new FunctionError(400, 'invalid_format', 'format must be json, svg or png.')

    const card = await readCard(request, environment, id)
    const caching = {
      'cache-control':
        request.headers.has('authorization') || request.headers.has('apikey') ? cacheForNobody : cacheForAll,
      vary: 'authorization, apikey',
    }
    if (format === 'json') return json(card, 200, caching)
    const drawn = drawVehicleCard(card)
    const picture = format === 'png' ? await environment.png?.(drawn) : null
    return picture ? png(picture, caching) : svg(drawn, caching)
  })
}

async function readCard(request: Request, environment: FunctionEnvironment, id: string): Promise<VehicleCard> {
  const client = clientOfCaller(request, environment)
  const [vehicle, photo, votes, sentiment] = await Promise.all([
    client.from('vehicles').select('id, year, make, model').eq('id', id).maybeSingle<VehicleRow>(),
    client
      .from('vehicle_images')
      .select('image_url, photo_pass')
      .eq('vehicle_id', id)
      .order('view_count', { ascending: false })
      .order('created_at')
      .order('id')
      .limit(1)
      .maybeSingle<PhotoRow>(),
    client
      .from('auction_vote_summary')
      .select('yes_votes, no_votes, yes_percent, avg_estimated_value')
      .eq('vehicle_id', id)
      .maybeSingle<VoteRow>(),
    client
      .from('vehicle_market_sentiment')
      .select('bet_type, total_bets, avg_confidence, avg_predicted_value')
      .eq('vehicle_id', id)
      .order('bet_type')
      .overrideTypes<VehicleCard['sentiment'], { merge: false }>(),
  ])
  const found = unwrap(vehicle)
  if (!found) throw new FunctionError(404, 'vehicle_not_found', 'There is no such vehicle, or you may not see it.')
  const vote = unwrap(votes)
  return {
    vehicle_id: found.id,
    name: [found.year, found.make, found.model].filter((part) => part !== null && part !== '').join(' '),
    image_url: addressOf(unwrap(photo)),
    votes: {
      yes: vote?.yes_votes ?? 0,
      no: vote?.no_votes ?? 0,
      yes_percent: vote?.yes_percent ?? 0,
      avg_estimated_value: vote?.avg_estimated_value ?? null,
    },
    sentiment: unwrap(sentiment),
  }
}
