import type { Browser, BrowserContextOptions } from 'playwright-core'

/** What a load takes of the page's main thread, in milliseconds of a processor `slowdown` times as slow. */
export type Work = { all: number; beyond: number; longest: number; layout: number }

type Event = {
  name: string
  ph: string
  ts: number
  pid: number
  tid: number
  /** Microseconds in which the thread ran; what others took of the processor meanwhile is not in it. */
  tdur?: number
  args?: { beginData?: { url?: string } }
}

/** Loads a page without slowing anything down, and counts the time in which its thread ran: a busy machine changes that little. */
export async function workOf(
  browser: Browser,
  address: string,
  phone: BrowserContextOptions,
  slowdown: number,
): Promise<Work> {
  const tracing = await browser.newBrowserCDPSession()
  const context = await browser.newContext(phone)
  try {
    const page = await context.newPage()
    const events: Event[] = []
    tracing.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as Event[])))
    const traceConfig = { includedCategories: ['devtools.timeline', 'toplevel'] }
    await tracing.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig })
    await page.goto(address, { waitUntil: 'load', timeout: 120_000 })
    await page.waitForFunction(() => 'alive' in document.documentElement.dataset, null, { polling: 300 })
    await page.waitForTimeout(2_000) // what comes after that, such as the view of the first photo
    const complete = new Promise((resolve) => tracing.once('Tracing.tracingComplete', resolve))
    await tracing.send('Tracing.end')
    await complete
    return summed(events, address, slowdown)
  } finally {
    await context.close()
    await tracing.detach()
  }
}

function summed(events: Event[], address: string, slowdown: number): Work {
  const own = events.find(({ name, args }) => name === 'ParseHTML' && args?.beginData?.url === address)
  if (!own) throw new Error(`The trace has nothing of ${address}.`)
  const times = (of: RegExp) =>
    events
      .filter(({ name, ph, pid, tid }) => ph === 'X' && of.test(name) && pid === own.pid && tid === own.tid)
      .map(({ tdur = 0 }) => (tdur / 1_000) * slowdown)
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0)
  const tasks = times(/RunTask$/)
  return {
    all: sum(tasks),
    beyond: sum(tasks.map((task) => Math.max(0, task - 50))),
    longest: Math.max(...tasks),
    layout: sum(times(/^(Layout|UpdateLayoutTree)$/)),
  }
}
