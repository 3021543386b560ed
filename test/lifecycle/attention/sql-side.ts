import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ViewEvent } from '../../database/attention/doors.ts'

export type Task = { id: number; kind: 'late' | 'undone' | 'fold'; events: ViewEvent[] }

/** Works on the database directly, in a process that is started again whenever it has ended. */
export class SqlSide {
  readonly #databaseUrl: () => string
  #child: ChildProcess | undefined
  #asked = 0
  #over = false
  /** How many of these processes have ended at work. */
  deaths = 0

  /** @param databaseUrl where the database is by now */
  constructor(databaseUrl: () => string) {
    this.#databaseUrl = databaseUrl
    onTestFinished(() => this.end())
  }

  end(): void {
    this.#over = true
    this.#child?.kill('SIGKILL')
  }

  /** Done when it has committed, or has been undone as asked; fails when nobody knows. */
  async take(kind: 'late' | 'undone', events: ViewEvent[]): Promise<void> {
    const child = this.#worker()
    const id = this.#asked++
    const done = new Promise<void>((resolve, reject) => {
      child.on('message', (answer) => answer === id && resolve())
      child.once('exit', () => reject(new Error('The transaction was cut off.')))
    })
    child.send({ id, kind, events } satisfies Task)
    await done
  }

  /** Folds without a pause until the end. */
  async keepFolding(): Promise<void> {
    while (!this.#over) {
      const child = this.#worker()
      child.send({ id: -1, kind: 'fold', events: [] } satisfies Task)
      await once(child, 'exit')
    }
  }

  #worker(): ChildProcess {
    if (!this.#child) {
      const child = fork(join(import.meta.dirname, 'sql-worker.ts'), [this.#databaseUrl()], { stdio: 'ignore' })
      child.setMaxListeners(0)
      child.on('error', () => {})
      child.on('exit', () => {
        if (!this.#over) this.deaths++
        if (this.#child === child) this.#child = undefined
      })
      this.#child = child
    }
    return this.#child
  }
}
