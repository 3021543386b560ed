// A process of its own for what happens at the SQL side: it may lose its connection, or its life, at any moment.
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { asCaller, recordIn } from '../../database/attention/doors.ts'
import type { Task } from './sql-side.ts'

const sql = postgres(process.argv[2] as string, { max: 10, onnotice: () => {}, fetch_types: false })
const service = { role: 'service_role' } as const

process.on('message', async ({ id, kind, events }: Task) => {
  try {
    if (kind === 'fold') for (;;) await fold()
    await asCaller(sql, service, async (transaction) => {
      await recordIn(transaction, events)
      if (kind === 'undone') throw new Error('undone')
      await sleep(1_000) // its rows are there and visible to nobody, while others come and are folded
    })
    process.send?.(id)
  } catch (error) {
    if ((error as Error).message === 'undone') process.send?.(id)
    else process.exit(1)
  }
})

async function fold(): Promise<void> {
  await sql`select app.fold_views()`
  await sleep(20)
}
