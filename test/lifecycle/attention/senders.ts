import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, ViewEvent } from '../../database/attention/doors.ts'
import type { Fleet } from './fleet.ts'
import type { SqlSide } from './sql-side.ts'
import type { Batch } from './traffic.ts'

/** What came back, and how often it did not. */
export type Report = { answered: number; failed: number }
type Sides = { fleet: Fleet; sqlSide: SqlSide }

/** Sends a batch on its way, and again with the same ids until it is answered. */
export async function send({ fleet, sqlSide }: Sides, batch: Batch, n: number, report: Report): Promise<void> {
  const { events, way } = batch
  if (way === 'late') return await untilDone(report, () => sqlSide.take('late', events))
  if (way === 'undone') await untilDone(report, () => sqlSide.take('undone', events))
  await overHttp(fleet, events, n, report)
  if (way === 'twice') await overHttp(fleet, events, n + 1, report)
}

async function overHttp(fleet: Fleet, events: ViewEvent[], n: number, report: Report): Promise<void> {
  const body = JSON.stringify({ events })
  for (let tries = 0; ; tries++) {
    const door = fleet.door(n + tries)
    const answer = door && (await post(door, body))
    if (answer) {
      if (answer.accepted + answer.duplicates !== events.length) throw new Error(`answered ${JSON.stringify(answer)}`)
      report.answered++
      return
    }
    report.failed++
    await sleep(50)
  }
}

async function post({ url, secretKey }: { url: string; secretKey: string }, body: string): Promise<Answer | null> {
  try {
    const response = await fetch(`${url}/rest/v1/rpc/record_image_views`, {
      method: 'POST',
      headers: { apikey: secretKey, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(20_000),
    })
    if (response.ok) return (await response.json()) as Answer
    await response.body?.cancel()
    return null
  } catch {
    return null // refused, cut off, or late
  }
}

async function untilDone(report: Report, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch {
      report.failed++
      await sleep(50)
    }
  }
}
