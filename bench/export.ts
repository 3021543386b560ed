import { readFileSync } from 'node:fs'
import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { exportAccount } from '../src/client/account.ts'
import type { PaddockClient } from '../src/client/client.ts'
import { memberToken, startPaddock } from './server.ts'

const person = '00000000-0000-4000-8000-000000000001'

/** Everything that is kept of somebody who has written a great many comments, as their page asks for it. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const rows = quick ? 10_000 : 100_000
  const { runtime, jwtSecret, stop } = await startPaddock()
  const sql = postgres(runtime.databaseUrl, { max: 1, onnotice: () => {} })
  try {
    await sql`insert into auth.users (id, email_confirmed_at) values (${person}, now())`
    const [photo] = await sql`
      with car as (insert into public.vehicles (make, model, year) values ('Datsun', 'PL510', 1971) returning id)
      insert into public.vehicle_images (vehicle_id, image_url) select id, '/photos/front.svg' from car returning id, vehicle_id`
    await sql.begin(async (restore) => {
      await restore`set local session_replication_role = replica`
      await restore`
        insert into public.image_interactions (vehicle_id, image_id, user_id, interaction_type, comment_text)
        select ${photo?.vehicle_id}, ${photo?.id}, ${person}, 'comment', repeat('Words of a comment ', 10) || n
        from generate_series(1, ${rows}::int) n`
    })
    await sql`analyze`
    const token = await memberToken(jwtSecret, person)
    const client = createClient(runtime.url, runtime.publishableKey, { accessToken: async () => token })
    const before = { server: residentOf(runtime.pid), page: residentOf(process.pid) }
    const peak = { ...before }
    const watching = setInterval(() => {
      peak.page = Math.max(peak.page, residentOf(process.pid))
      peak.server = Math.max(peak.server, residentOf(runtime.pid))
    }, 20)
    const begun = performance.now()
    const zip = await exportAccount(client as unknown as PaddockClient)
    const seconds = (performance.now() - begun) / 1000
    clearInterval(watching)
    return [
      `An account with ${rows.toLocaleString('en')} comments of some 200 characters is exported by \`exportAccount\`: ${seconds.toFixed(1)} s,`,
      `${(zip.size / 1e6).toFixed(1)} MB packed.`,
      '',
      '| Resident memory, MB | Before | Peak |',
      '|---|---|---|',
      `| the server | ${before.server} | ${peak.server} |`,
      `| who asks (here a Node process, in place of the page) | ${before.page} | ${peak.page} |`,
    ].join('\n')
  } finally {
    await sql.end()
    await stop()
  }
}

/** In megabytes, of a Linux process. */
const residentOf = (pid: number) =>
  Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)
