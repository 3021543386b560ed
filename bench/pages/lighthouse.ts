import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { here, median } from '../machine.ts'

export const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
export const rounds = 5

type Report = {
  runtimeError?: { message: string }
  categories: Record<(typeof categories)[number], { score: number | null }>
  audits: Record<
    'largest-contentful-paint' | 'total-blocking-time' | 'cumulative-layout-shift',
    { numericValue: number }
  >
}

/** A row of the table: the page's scores, and what its speed was like in the simulation. */
export async function audit(name: string, url: string, chromium: string, quick: boolean): Promise<string> {
  const reports: Report[] = []
  for (let round = 0; round < (quick ? 1 : rounds); round++) reports.push(await look(url, chromium))
  const of = (read: (report: Report) => number) => median(reports.map(read))
  const cells = [
    name,
    ...categories.map((category) => Math.round(of((report) => (report.categories[category].score ?? 0) * 100))),
    of(({ audits }) => audits['largest-contentful-paint'].numericValue).toFixed(0),
    of(({ audits }) => audits['total-blocking-time'].numericValue).toFixed(0),
    of(({ audits }) => audits['cumulative-layout-shift'].numericValue).toFixed(4),
  ]
  return `| ${cells.join(' | ')} |`
}

/** By its command, in a browser of its own. A trace that a busy machine lost is taken again, twice. */
async function look(url: string, chromium: string, again = 2): Promise<Report> {
  const report = await inBrowser(url, chromium).catch((error: Error) => error)
  if (!(report instanceof Error) && !report.runtimeError) return report
  if (again > 0) return await look(url, chromium, again - 1)
  throw new Error(`Lighthouse could not look at ${url}.`, { cause: report })
}

async function inBrowser(url: string, chromium: string): Promise<Report> {
  const command = join(here, 'node_modules/lighthouse/cli/index.js')
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      command,
      url,
      '--quiet',
      '--output=json',
      `--only-categories=${categories.join()}`,
      `--chrome-path=${chromium}`,
      '--chrome-flags=--headless=new --no-sandbox --disable-gpu',
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  )
  return JSON.parse(stdout) as Report
}
