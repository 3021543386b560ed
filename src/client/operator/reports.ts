import type { PaddockClient } from '../client.ts'
import type { Database } from '../database.generated.ts'
import { unwrap } from '../errors.ts'
import { displayNames } from '../people.ts'
import { withPass } from '../photos.ts'
import { named, type Objection } from './disputes.ts'
import { type Page, type PageOptions, placeIn, toPage, usualLimit } from './page.ts'

/** What several people may have reported, as one row: a comment, a photo, or a researched value. */
export type OpenReport = {
  /** Names what was reported. */
  key: string
  vehicleId: string
  vehicle: string
  since: string
  /** Who reported it; `reports` has the first 20. */
  people: number
  reports: Objection[]
  /** The operator wrote the comment or owns the car, and may not decide. */
  isOwn: boolean
  about:
    | {
        kind: 'comment'
        commentId: string
        photoId: string
        text: string
        author: { id: string; name: string | null }
        isHidden: boolean
      }
    | {
        kind: 'photo'
        photoId: string
        /** With a pass where it is held. */
        url: string
        caption: string | null
        isHeld: boolean
      }
    | { kind: 'answer'; spec: string /** Null: it has gone meanwhile. */; value: string | null }
}

/**
 * Reports that wait for a decision, those that have waited longest first.
 *
 * @throws {PaddockError} `operators_only`
 */
export async function listOpenReports(
  client: PaddockClient,
  { limit = usualLimit, after = null }: PageOptions = {},
): Promise<Page<OpenReport>> {
  const rows = unwrap(await client.rpc('open_reports', { limit, ...placeIn(after) }))
  const reports = (row: (typeof rows)[number]) => row.reports as { by: string; reason: string; at: string }[]
  const people = rows.flatMap((row) => [row.author_id, ...reports(row).map(({ by }) => by)])
  const names = await displayNames(
    client,
    people.filter((id) => id !== null),
  )
  return toPage(
    rows,
    limit,
    (row): OpenReport => ({
      ...{ key: row.key, vehicleId: row.vehicle_id, vehicle: row.vehicle, since: row.since },
      ...{ people: row.people, isOwn: row.is_own, reports: reports(row).map((each) => named(each, names)) },
      about: aboutOf(row, names),
    }),
    ({ since, key }) => ({ since, key }),
  )
}

type Row = Database['public']['Functions']['open_reports']['Returns'][number]

function aboutOf(row: Row, names: Map<string, string>): OpenReport['about'] {
  switch (row.kind) {
    case 'comment':
      return {
        ...{ kind: 'comment', commentId: row.comment_id, photoId: row.photo_id, text: row.words ?? '' },
        author: { id: row.author_id, name: names.get(row.author_id) ?? null },
        isHidden: row.is_hidden,
      }
    case 'photo':
      return {
        ...{ kind: 'photo', photoId: row.photo_id, url: withPass(row.photo_url, row.photo_pass) },
        ...{ caption: row.words, isHeld: row.is_hidden },
      }
    default:
      return { kind: 'answer', spec: row.spec_name, value: row.words }
  }
}

/**
 * Decides all open reports of one thing. `uphold` takes the comment or photo from view, or drops the value so that it is researched anew;
 * `reject` leaves it as it is.
 *
 * @param reason 1 to 1000 characters, for the record
 * @returns how many reports were decided
 * @throws {PaddockError} `operators_only`, `operators_decide_what_they_have_no_part_in`, `reports_are_open` where another operator was
 *   faster, `unknown_comment`, `acts_have_a_reason`
 */
export async function decideReports(
  client: PaddockClient,
  { about, vehicleId }: Pick<OpenReport, 'about' | 'vehicleId'>,
  decision: 'uphold' | 'reject',
  reason: string,
): Promise<number> {
  const words = { decision, reason: reason.trim() }
  if (about.kind === 'comment') {
    return unwrap(await client.rpc('decide_comment_reports', { comment_id: about.commentId, ...words }))
  }
  return about.kind === 'photo'
    ? unwrap(await client.rpc('decide_photo_reports', { photo_id: about.photoId, ...words }))
    : unwrap(await client.rpc('decide_answer_reports', { vehicle_id: vehicleId, spec_name: about.spec, ...words }))
}
