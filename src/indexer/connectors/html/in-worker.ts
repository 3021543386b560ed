import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Connector, Fetched, Hints, ParsedDocument, Refusal } from '../../document.ts'

type Read = { documents: ParsedDocument[]; refused: Refusal[] }
type Job = { fetched: Fetched; hints: Hints; done: (read: Read) => void }

/** An honest page takes milliseconds. `idleMs`: a thread that has had nothing to do for so long gives its memory back. */
export type HtmlBounds = { mostMs: number; mostMegabytes: number; idleMs: number }
const usual: HtmlBounds = { mostMs: 10_000, mostMegabytes: 240, idleMs: 20_000 }

const program = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url))

/**
 * Reads pages in a thread of its own, one after the other. One that takes too long or too much memory is refused, and the thread replaced. It
 * keeps no process alive while it has nothing to do.
 */
export class HtmlReader {
  readonly #bounds: HtmlBounds
  readonly #waiting: Job[] = []
  #worker: Worker | null = null
  #running: Job | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(bounds: Partial<HtmlBounds> = {}) {
    this.#bounds = { ...usual, ...bounds }
  }

  read: Connector['read'] = (fetched, hints) =>
    new Promise((done) => {
      this.#waiting.push({ fetched, hints, done })
      this.#next()
    })

  #next(): void {
    if (this.#running) return
    clearTimeout(this.#timer)
    this.#running = this.#waiting.shift() ?? null
    if (!this.#running) {
      this.#worker?.unref()
      this.#timer = setTimeout(() => this.#drop(), this.#bounds.idleMs).unref()
      return
    }
    const { fetched, hints } = this.#running
    this.#worker ??= this.#start()
    this.#worker.ref()
    this.#worker.postMessage({ fetched, hints })
  }

  #start(): Worker {
    const { mostMs, mostMegabytes } = this.#bounds
    const started = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: mostMegabytes } })
    started.on('message', (said: 'begun' | Read) => {
      if (this.#worker !== started) return
      if (said !== 'begun') return this.#answer(said)
      this.#timer = setTimeout(() => {
        this.#drop()
        this.#refuse('too_slow', `It takes longer than ${mostMs / 1000} seconds to read.`)
      }, mostMs)
    })
    started.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (this.#worker !== started) return
      this.#worker = null
      if (code === 'ERR_WORKER_OUT_OF_MEMORY')
        this.#refuse('too_large', `It takes more than ${mostMegabytes} MB of memory to read.`)
      else this.#refuse('unreadable', `Reading it failed: ${message.slice(0, 200)}`)
    })
    return started
  }

  #drop(): void {
    const dropped = this.#worker
    this.#worker = null
    void dropped?.terminate()
  }

  #refuse(code: string, reason: string): void {
    this.#answer({ documents: [], refused: [{ url: this.#running?.fetched.url ?? '', code, reason }] })
  }

  #answer(read: Read): void {
    clearTimeout(this.#timer)
    const job = this.#running
    this.#running = null
    job?.done(read)
    this.#next()
  }
}
