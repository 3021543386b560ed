import type { Sql } from 'postgres'
import { createFreshAnswers } from '../fresh-answers.ts'

type Asked = { key: string; vehicle: string; folder: string; pass: string }

/** `everybody`: the vehicle is public, and no operator holds the photo. `bearer`: it is not so, and the pass is good. */
export type ShownTo = 'everybody' | 'bearer' | 'nobody'
export type PhotoVisibility = (vehicleId: string, folder: string, pass: string | null) => ShownTo | Promise<ShownTo>

/** When it ends, and a MAC over that; what looks otherwise is no pass. */
const looksLikePass = /^\d{10}\.[0-9a-f]{64}$/

/**
 * To whom the files in a photo's folder are shown. A vehicle that goes private, or a photo that is held, counts as such
 * within a second.
 *
 * @param sql may call functions of the schema app
 */
export function createPhotoVisibility(sql: Sql, freshMs?: number): PhotoVisibility {
  const answers = createFreshAnswers<Asked, ShownTo>((asked) => read(sql, asked), 'nobody', freshMs)
  return (vehicle, folder, pass) => {
    const given = pass !== null && looksLikePass.test(pass) ? pass : ''
    return answers.get({ key: `${vehicle} ${folder} ${given}`, vehicle, folder, pass: given })
  }
}

async function read(sql: Sql, asked: Asked[]): Promise<Map<string, ShownTo>> {
  const rows = await sql<{ key: string; shown: ShownTo }[]>`
    select q.key, case when app.photo_is_shown(q.vehicle, q.folder, null) then 'everybody'
      when app.photo_is_shown(q.vehicle, q.folder, q.pass) then 'bearer' else 'nobody' end as shown
    from jsonb_to_recordset(${sql.json(asked)}) as q (key text, vehicle uuid, folder text, pass text)`
  return new Map(rows.map(({ key, shown }) => [key, shown]))
}
