import type { Sql } from 'postgres'
import { createFreshAnswers } from '../fresh-answers.ts'

type Asked = { key: string; vehicle: string; pass: string }

/** `everybody`: the vehicle is public. `bearer`: it is not, and the pass is good. */
export type ShownTo = 'everybody' | 'bearer' | 'nobody'
export type PhotoVisibility = (vehicleId: string, pass: string | null) => ShownTo | Promise<ShownTo>

/** When it ends, and a MAC over that; what looks otherwise is no pass. */
const looksLikePass = /^\d{10}\.[0-9a-f]{64}$/

/**
 * To whom the files of a vehicle's photos are shown. A vehicle that goes private counts as such within a second.
 *
 * @param sql may call functions of the schema app
 */
export function createPhotoVisibility(sql: Sql, freshMs?: number): PhotoVisibility {
  const answers = createFreshAnswers<Asked, ShownTo>((asked) => read(sql, asked), 'nobody', freshMs)
  return (vehicle, pass) => {
    const given = pass !== null && looksLikePass.test(pass) ? pass : ''
    return answers.get({ key: `${vehicle} ${given}`, vehicle, pass: given })
  }
}

async function read(sql: Sql, asked: Asked[]): Promise<Map<string, ShownTo>> {
  const rows = await sql<{ key: string; shown: ShownTo }[]>`
    select q.key, case when app.photo_is_shown(q.vehicle, null) then 'everybody'
      when app.photo_is_shown(q.vehicle, q.pass) then 'bearer' else 'nobody' end as shown
    from jsonb_to_recordset(${sql.json(asked)}) as q (key text, vehicle uuid, pass text)`
  return new Map(rows.map(({ key, shown }) => [key, shown]))
}
