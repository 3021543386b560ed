import type { Sql } from 'postgres'
import { openLasting } from '../postgres/lasting.ts'
import { type Job, msUntilNext, readJobs } from './table.ts'

export type Jobs = {
  /** Starts nothing more, and waits for what is running. */
  stop: () => Promise<void>
}

/** The most jobs that run at once here. */
const connections = 10
const retryMs = 1_000

/**
 * Runs the jobs of `app.jobs` on connections of their own. Any number of servers may do so on one database: a job that is
 * running elsewhere is not started, or does nothing. A database that is away for a while is said once, and tried again.
 */
export function startJobs(adminUrl: string): Jobs {
  const sql = openLasting(adminUrl, {
    max: connections,
    onnotice: () => {},
    connection: { application_name: 'paddock jobs' },
  })
  const runners: Runner[] = []
  let stopped = false
  const list = new Runner(
    'list of jobs',
    () => retryMs,
    async () => {
      const jobs = await readJobs(sql)
      if (stopped) return
      list.finish()
      runners.push(...jobs.map((job) => runnerOf(sql, job)))
    },
  )
  return {
    stop: async () => {
      stopped = true
      await list.stop()
      await Promise.all(runners.map((runner) => runner.stop()))
      await sql.end({ timeout: 5 })
    },
  }
}

function runnerOf(sql: Sql, job: Job): Runner {
  return new Runner(
    `job "${job.name}"`,
    () => msUntilNext(job, Date.now()),
    async () => {
      const error = await runJob(sql, job.name)
      if (error !== null) throw new Error(error)
    },
  )
}

/** What the database catches it notes itself; a cancelled statement ends in an error here, and is noted by a second call. */
async function runJob(sql: Sql, name: string): Promise<string | null> {
  try {
    const [row] = await sql<{ error: string | null }[]>`select app.run_job(${name}) as error`
    return row?.error ?? null
  } catch (error) {
    await sql`select app.note_job(${name}, ${(error as Error).message})`.catch(() => null)
    throw error
  }
}

/** Does its work at once, for what was left undone while no server ran, and then whenever it is due; never twice at a time. */
class Runner {
  readonly #what: string
  readonly #pause: () => number
  readonly #work: () => Promise<void>
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void>
  #finished = false
  #failing = false

  constructor(what: string, pause: () => number, work: () => Promise<void>) {
    this.#what = what
    this.#pause = pause
    this.#work = work
    this.#running = Promise.resolve().then(() => this.#run())
  }

  finish(): void {
    this.#finished = true
    clearTimeout(this.#timer)
  }

  async stop(): Promise<void> {
    this.finish()
    await this.#running
  }

  async #run(): Promise<void> {
    try {
      await this.#work()
      this.#failing = false
    } catch (error) {
      if (!this.#failing) console.error(`The ${this.#what} failed and is tried again: ${(error as Error).message}`)
      this.#failing = true
    }
    if (this.#finished) return
    this.#timer = setTimeout(() => {
      this.#running = this.#run()
    }, this.#pause())
  }
}
