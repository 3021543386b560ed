import postgres from 'postgres'
import { ConfigError, readConfig } from '../config.ts'
import { onDatabase } from './on-database.ts'

export const usage = `paddock jobs: Print the jobs with their last errors, and what they have set aside

Reads the embedded database, of the server that runs on this data or by itself, or DATABASE_URL. It changes nothing.
Ends with 0 when all goes well, with 1 when a job failed last time, or something is set aside.`

export type JobReport = { name: string; every: string; lastSuccessAt: Date | null; lastError: string | null }
/** `item` is what the work takes one by one, such as the id of a vehicle. */
export type SetAside = { work: string; item: string; error: string; tries: number; nextTryAt: Date }
export type JobsReport = { jobs: JobReport[]; setAside: SetAside[] }

export async function run(): Promise<void> {
  const report = await onDatabase(readConfig(), readReport)
  console.log(printReport(report))
  const failed = report.jobs.filter(({ lastError }) => lastError !== null).length
  if (failed + report.setAside.length > 0)
    throw new ConfigError(`jobs that failed last time: ${failed}; items set aside: ${report.setAside.length}.`)
}

export async function readReport(adminUrl: string): Promise<JobsReport> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, prepare: false })
  try {
    const jobs = await sql<JobReport[]>`
      select name, every::text, last_success_at as "lastSuccessAt", last_error as "lastError" from app.jobs order by name`
    const setAside = await sql<SetAside[]>`
      select work, item, error, tries, next_try_at as "nextTryAt" from app.failed_work()`
    return { jobs: [...jobs], setAside: [...setAside] }
  } finally {
    await sql.end()
  }
}

export function printReport({ jobs, setAside }: JobsReport): string {
  const lines = jobs.map(({ name, every, lastSuccessAt, lastError }) => {
    const success = lastSuccessAt === null ? 'never done yet' : `done ${lastSuccessAt.toISOString()}`
    return `${name.padEnd(26)}every ${every.padEnd(10)}${success}${lastError === null ? '' : `\n  failed: ${lastError}`}`
  })
  const items = setAside.map(
    ({ work, item, error, tries, nextTryAt }) =>
      `${work} ${item}\n  failed ${tries} ${tries === 1 ? 'time' : 'times'}, tried again from ${nextTryAt.toISOString()}: ${error}`,
  )
  return [...lines, '', items.length === 0 ? 'Nothing is set aside.' : 'Set aside:', ...items].join('\n')
}
