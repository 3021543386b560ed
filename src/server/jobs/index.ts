import { Cron } from 'croner'
import type { Sql } from 'postgres'
import { openLasting } from '../postgres/lasting.ts'
import { type Job, jobs } from './schedule.ts'

export type Jobs = {
  /** Starts nothing more, and waits for what is running. */
  stop: () => Promise<void>
}

/**
 * Runs the database's jobs on a connection of their own. Any number of servers may do so on one database: a job that is
 * running elsewhere is not started, or does nothing. A database that is away for a while is said once, and tried again.
 */
export function startJobs(adminUrl: string): Jobs {
  const sql = openLasting(adminUrl, {
    max: jobs.length,
    onnotice: () => {},
    connection: { application_name: 'paddock jobs' },
  })
  const runners = jobs.map((job) => new Runner(sql, job))
  return {
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop()))
      await sql.end({ timeout: 5 })
    },
  }
}

class Runner {
  readonly #sql: Sql
  readonly #job: Job
  readonly #cron: Cron
  #running: Promise<void> = Promise.resolve()
  #failing = false

  constructor(sql: Sql, job: Job) {
    this.#sql = sql
    this.#job = job
    this.#cron = new Cron(job.when, { timezone: 'UTC', protect: true }, () => {
      this.#running = this.#run()
      return this.#running
    })
    void this.#cron.trigger() // whatever was left undone while no server ran
  }

  async stop(): Promise<void> {
    this.#cron.stop()
    await this.#running
  }

  async #run(): Promise<void> {
    try {
      await this.#sql.unsafe(this.#job.statement)
      this.#failing = false
    } catch (error) {
      if (!this.#failing)
        console.error(`The job "${this.#job.name}" failed and is tried again: ${(error as Error).message}`)
      this.#failing = true
    }
  }
}
