import { addressKey } from '../../address.ts'
import { ApiError } from '../../api-error.ts'
import type { Keys } from '../../keys.ts'
import { limitBody } from '../limit-body.ts'
import { denoArguments, workingFolder } from './command.ts'
import { findDeno } from './deno.ts'
import { environmentOf } from './environment.ts'
import { failures } from './failures.ts'
import { findFunction, type ProjectFunction } from './find-function.ts'
import type { Forwarded } from './forward.ts'
import { createFunctionLog } from './log.ts'
import type { FunctionsSettings } from './settings.ts'
import { stampOf } from './stamp.ts'
import { startWorker, type Worker, WorkerGone } from './worker.ts'

export type { ProjectFunction } from './find-function.ts'
export { type FunctionsSettings, readFunctionsSettings } from './settings.ts'

/** The functions of a project's own folder, each in a Deno process of its own that starts at the first call. */
export type ProjectFunctions = {
  find: (name: string) => Promise<ProjectFunction | null>
  /** @throws {ApiError} with `x-relay-error` when the function gives no answer of its own */
  call: (fn: ProjectFunction, request: Request, remoteAddress?: string) => Promise<Response>
  /** Ends every worker. */
  close: () => Promise<void>
}

type Options = {
  /** The folder with `supabase/functions`. */
  project: string
  settings: FunctionsSettings
  keys: Pick<Keys, 'publishableKey' | 'secretKey'>
  /** Where the API is reached from this machine. */
  url: () => string
  /** Where Deno keeps what it has fetched and compiled. */
  cache: string
  maxBodyBytes: number
  log?: (line: string) => void
}

type Slot = { name: string; worker: Worker; stamp: string; startedAt: number; failed: boolean }

/** Processes at a time; the one that idles longest makes room. */
const mostWorkers = 16
/** Calls of one function under way, and those of one client among them. */
const mostCalls = 100
const mostCallsOfClient = 50
const idleMs = 5 * 60_000
/** Between two starts of one function, so that one that ends at each call does not take the machine. */
const restartMs = 1_000
/** A function that failed to start is tried again after this, or as soon as its files change. */
const retryMs = 5_000

export function createProjectFunctions(options: Options): ProjectFunctions {
  const { project, settings, keys, url, cache, maxBodyBytes } = options
  const log = createFunctionLog(options.log)
  const slots = new Map<string, Slot>()
  const workers = new Set<Worker>()
  const starting = new Map<string, Promise<Slot>>()
  const callsOf = new Map<string, number>()
  let isClosed = false

  const killAll = () => {
    for (const worker of workers) worker.kill()
  }
  process.on('exit', killAll)
  const tidy = setInterval(() => {
    for (const { worker } of slots.values())
      if (isIdle(worker) && performance.now() - worker.idleSince() > idleMs) worker.retire()
  }, 30_000).unref()

  /** The worker of the files as they are now. */
  async function slotFor(fn: ProjectFunction, program: string): Promise<Slot> {
    const stamp = await stampOf(project, fn.folder)
    const known = slots.get(fn.name)
    if (known?.stamp === stamp) {
      if (known.worker.isUsable()) return known
      if (known.failed && performance.now() - known.startedAt < retryMs) throw failures.didNotStart()
    }
    const begun = starting.get(fn.name)
    if (begun) return begun
    const start = replace(fn, program, stamp, known).finally(() => starting.delete(fn.name))
    starting.set(fn.name, start)
    return start
  }

  async function replace(fn: ProjectFunction, program: string, stamp: string, old?: Slot): Promise<Slot> {
    old?.worker.retire()
    const early = old?.stamp === stamp ? old.startedAt + restartMs - performance.now() : 0
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
    const env = await environmentOf({ project, url: url(), keys, cache })
    makeRoom()
    if (isClosed) throw failures.didNotStart()
    const { host } = new URL(url())
    const worker = startWorker({
      program,
      args: denoArguments(fn, settings, host),
      env,
      folder: workingFolder(fn),
      host,
      megabytes: settings.megabytes,
      seconds: settings.seconds,
      log: (line) => log(fn.name, line),
    })
    workers.add(worker)
    void worker.exited.then(() => workers.delete(worker))
    const slot = { name: fn.name, worker, stamp, startedAt: performance.now(), failed: false }
    slots.set(fn.name, slot)
    return slot
  }

  function makeRoom(): void {
    if (workers.size < mostWorkers) return
    const idle = [...workers].filter(isIdle).sort((a, b) => a.idleSince() - b.idleSince())[0]
    if (!idle) throw failures.busy()
    idle.retire()
  }

  /** Counts a call until it is over, or refuses it. */
  function enter(name: string, client: string): () => void {
    const lines = [name, `${name} ${client}`]
    const [all, own] = lines.map((line) => callsOf.get(line) ?? 0) as [number, number]
    if (all >= mostCalls || own >= mostCallsOfClient) throw failures.busy()
    const add = (line: string, by: number) => {
      const left = (callsOf.get(line) ?? 0) + by
      if (left > 0) callsOf.set(line, left)
      else callsOf.delete(line)
    }
    for (const line of lines) add(line, 1)
    return () => {
      for (const line of lines) add(line, -1)
    }
  }

  async function call(fn: ProjectFunction, request: Request, remoteAddress?: string): Promise<Response> {
    const program = findDeno(settings.deno, project)
    if (!program) throw failures.noDeno()
    const leave = enter(fn.name, addressKey(remoteAddress))
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(failures.late()), settings.seconds * 1000)
    const over = () => {
      clearTimeout(timer)
      leave()
    }
    const signal = AbortSignal.any([request.signal, late.signal])
    const limited = limitBody(request, maxBodyBytes, signal)
    try {
      const slot = await slotFor(fn, program)
      const forwarded = await answerOf(slot, limited.request, signal)
      if (limited.exceeded()) throw bodyTooLarge(maxBodyBytes)
      void forwarded.closed.then(over)
      return forwarded.response
    } catch (error) {
      over()
      if (limited.exceeded()) throw bodyTooLarge(maxBodyBytes)
      if (late.signal.aborted) throw late.signal.reason
      if (request.signal.aborted) throw failures.callerLeft()
      throw error
    }
  }

  async function answerOf(slot: Slot, request: Request, signal: AbortSignal): Promise<Forwarded> {
    try {
      return await slot.worker.call(request, pathWithin(request.url), signal)
    } catch (error) {
      if (!(error instanceof WorkerGone)) {
        const isTooLarge = error instanceof RangeError // the body's fault; see limitBody
        if (!signal.aborted && !isTooLarge)
          log(slot.name, `gave no answer that can be read: ${(error as Error).message}`)
        throw failures.ended()
      }
      if (error.tooMuch) throw failures.tookTooMuch()
      if (error.wasReady) throw failures.ended()
      slot.failed = true
      throw failures.didNotStart()
    }
  }

  return {
    find: (name) => findFunction(project, name),
    call,
    close: async () => {
      isClosed = true
      clearInterval(tidy)
      await Promise.all([...workers].map((worker) => worker.end()))
      process.off('exit', killAll)
    },
  }
}

const isIdle = (worker: Worker) => worker.isUsable() && worker.calls() === 0

/** As upstream: the function sees `/<name>/...`. */
function pathWithin(address: string): string {
  const { pathname, search } = new URL(address)
  return pathname.slice('/functions/v1'.length) + search
}

function bodyTooLarge(maxBytes: number): ApiError {
  return new ApiError(413, 'BODY_TOO_LARGE', `The request body is larger than ${maxBytes / 1024} kB`)
}
