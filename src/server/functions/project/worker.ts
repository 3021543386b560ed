import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Forwarded, forward } from './forward.ts'
import { eachLine } from './log.ts'
import { type Orders, ordersVariable, readyMark, tokenHeader } from './protocol.ts'
import { type TooMuch, watchWorker } from './watch.ts'

/** One Deno process that runs one function, for many calls at a time. */
export type Worker = {
  /** Whether it can be given calls. */
  isUsable: () => boolean
  /** Calls under way. */
  calls: () => number
  /** When the last call ended, by `performance.now()`. */
  idleSince: () => number
  /** @throws {WorkerGone} when it ends before it answers, or does not start */
  call: (request: Request, path: string, signal: AbortSignal) => Promise<Forwarded>
  /** Takes no more calls; ends when those under way have. */
  retire: () => void
  /** Ends it: asked first, then by force. */
  end: (graceMs?: number) => Promise<void>
  /** At once, for a process that is about to exit. */
  kill: () => void
  exited: Promise<void>
}

/** The worker ended, or never got ready; `tooMuch` says why where the server ended it. */
export class WorkerGone extends Error {
  readonly wasReady: boolean
  readonly tooMuch: TooMuch | null
  constructor(wasReady: boolean, tooMuch: TooMuch | null) {
    super(tooMuch ?? (wasReady ? 'The worker ended.' : 'The worker did not start.'))
    this.wasReady = wasReady
    this.tooMuch = tooMuch
  }
}

export type WorkerPlan = {
  program: string
  args: string[]
  env: Record<string, string>
  folder: string
  /** Host and port of SUPABASE_URL, which the function sees in the address of a call. */
  host: string
  megabytes: number
  /** To load, and to answer one call. */
  seconds: number
  log: (line: string) => void
}

/** For work that goes on after an answer, when a worker is replaced. */
const waitMs = 30_000

export function startWorker(plan: WorkerPlan): Worker {
  const orders: Orders = { token: randomBytes(24).toString('base64url'), mayWait: 'end when promised work has settled' }
  const child = launch(plan, orders)
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 16 })
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      plan.log(`could not be started: ${error.message}`)
      resolve()
    })
    child.once('close', () => resolve())
  })
  const ready = untilReady(child, orders, plan)
  let state: 'starting' | 'ready' | 'retired' | 'gone' = 'starting'
  let calls = 0
  /** Since it was last asked for a sign of life. */
  let wasCalled = false
  let idleSince = performance.now()
  let tooMuch: TooMuch | null = null
  let wasReady = false
  void ready.then((port) => {
    wasReady = port !== null
    if (port !== null && state === 'starting') state = 'ready'
    if (port === null) child.kill('SIGKILL')
  })

  const stopWatching = watchWorker({
    pid: child.pid ?? 0,
    megabytes: plan.megabytes,
    seconds: plan.seconds,
    heartbeat: async () => {
      const port = wasReady && (calls > 0 || wasCalled) ? await ready : null
      wasCalled = false
      return port === null ? null : { port, headers: { [tokenHeader]: orders.token } }
    },
    give: (reason) => {
      tooMuch = reason
      plan.log(`was ended: ${reason}`)
      child.kill('SIGKILL')
    },
  })
  void exited.then(() => {
    if (state !== 'gone' && state !== 'retired') plan.log(`ended with ${child.signalCode ?? child.exitCode}`)
    state = 'gone'
    stopWatching()
    agent.destroy()
  })

  const end = async (graceMs = 2_000) => {
    state = state === 'gone' ? 'gone' : 'retired'
    child.stdin?.end()
    const rude = sleep(graceMs, undefined, { ref: false }).then(() => child.kill('SIGKILL'))
    await Promise.race([exited, rude])
    await exited
  }
  const endWhenIdle = () => {
    if (state !== 'retired' || calls > 0) return
    child.stdin?.write(`${orders.mayWait}\n`)
    void Promise.race([exited, sleep(waitMs, undefined, { ref: false })]).then(() => end(0))
  }
  const gone = async (): Promise<never> => {
    await exited
    throw new WorkerGone(wasReady, tooMuch)
  }

  async function call(request: Request, path: string, signal: AbortSignal): Promise<Forwarded> {
    calls++
    let forwarded: Forwarded | null = null
    try {
      const port = await Promise.race([ready, gone(), rejectedBy(signal)])
      if (port === null) throw new WorkerGone(false, tooMuch)
      const headers = { [tokenHeader]: orders.token }
      const answer = forward(request, { port, path, host: plan.host, agent, headers, signal })
      // A broken connection is most often the end of the process, which is told a moment later and says more.
      const explained = answer.catch(async (error) => {
        await Promise.race([gone(), sleep(500, undefined, { ref: false })])
        throw error
      })
      forwarded = await Promise.race([explained, gone()])
      return forwarded
    } finally {
      const over = () => {
        calls--
        wasCalled = true
        idleSince = performance.now()
        endWhenIdle()
      }
      if (forwarded) void forwarded.closed.then(over)
      else over()
    }
  }

  return {
    isUsable: () => state === 'starting' || state === 'ready',
    calls: () => calls,
    idleSince: () => idleSince,
    call,
    retire: () => {
      if (state === 'gone') return
      state = 'retired'
      endWhenIdle()
    },
    end,
    kill: () => child.kill('SIGKILL'),
    exited,
  }
}

/** In a group of its own: Ctrl-C in a terminal goes to the server, which lets calls end before it ends the workers. */
function launch({ program, args, env, folder }: WorkerPlan, orders: Orders): ChildProcess {
  const child = spawn(program, args, {
    env: { ...env, [ordersVariable]: JSON.stringify(orders) },
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin?.on('error', () => {}) // it may be gone already
  return child
}

/** The port that it listens on; null when it ends or takes too long before that. */
async function untilReady(
  child: ChildProcess,
  { token }: Orders,
  { log, seconds }: WorkerPlan,
): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  const mark = `${readyMark(token)} `
  const take = (line: string) => (line.startsWith(mark) ? resolve(Number(line.slice(mark.length))) : log(line))
  if (child.stdout) eachLine(child.stdout, take)
  if (child.stderr) eachLine(child.stderr, log)
  const late = setTimeout(() => {
    log(`served nothing within ${seconds} s`)
    resolve(null)
  }, seconds * 1000)
  void once(child, 'close').then(
    () => resolve(null),
    () => resolve(null),
  )
  const port = await promise
  clearTimeout(late)
  return port
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
