import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { promisify } from 'node:util'
import { heartbeatPath } from './protocol.ts'

/** Why the server ends a worker. */
export type TooMuch = string

type Target = { port: number; headers: Record<string, string> }

/** What Deno itself takes before a function does anything, with room. */
const runtimeMegabytes = 160
const memoryEveryMs = process.platform === 'linux' ? 250 : 2_000
const heartbeatEveryMs = 2_000
/** A loop that does not yield holds up every other call. Hosted Supabase allows 2 s of computing. */
const mostBlockedSeconds = 10

/**
 * Looks at a worker's memory, and, while it has calls or has just had one, whether its event loop turns.
 *
 * @param heartbeat where to ask; null while it need not be asked
 * @returns ends the watch
 */
export function watchWorker(options: {
  pid: number
  megabytes: number
  /** That a call may take. */
  seconds: number
  heartbeat: () => Promise<Target | null>
  give: (reason: TooMuch) => void
}): () => void {
  const { pid, megabytes, heartbeat, give } = options
  const mostBlocked = Math.min(mostBlockedSeconds, options.seconds)
  const most = megabytes + runtimeMegabytes
  let isOver = false
  const stop = () => {
    isOver = true
    clearInterval(memory)
    clearInterval(heart)
  }
  const giveUp = (reason: TooMuch) => {
    if (isOver) return
    stop()
    give(reason)
  }
  const memory = setInterval(async () => {
    const used = await residentMegabytes(pid)
    if (used > most) giveUp(`it took ${Math.round(used)} MB, more than PADDOCK_FUNCTIONS_MB=${megabytes} allows.`)
  }, memoryEveryMs).unref()
  let asking = false
  const heart = setInterval(async () => {
    if (asking) return
    asking = true
    const target = await heartbeat()
    if (target && !(await answers(target, mostBlocked * 1000)))
      giveUp(`it computed for ${mostBlocked} s without a pause.`)
    asking = false
  }, heartbeatEveryMs).unref()
  return stop
}

/** A refused connection is no blocked loop: the process is ending, which is told otherwise. */
function answers({ port, headers }: Target, mostMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ hostname: '127.0.0.1', port, path: heartbeatPath, headers, agent: false })
    const late = setTimeout(() => {
      resolve(false)
      asked.destroy()
    }, mostMs).unref()
    const settle = () => {
      clearTimeout(late)
      resolve(true)
    }
    asked.once('response', (response) => {
      response.resume()
      settle()
    })
    asked.once('error', settle)
    asked.end()
  })
}

async function residentMegabytes(pid: number): Promise<number> {
  try {
    if (process.platform === 'linux') {
      const pages = Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1])
      return (pages * 4096) / 1024 ** 2
    }
    if (process.platform === 'win32') return 0 // the bound of its heap holds there alone
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
    return Number(stdout) / 1024
  } catch {
    return 0 // it is gone
  }
}
