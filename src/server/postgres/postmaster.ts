import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { createServer } from 'node:net'
import { platform } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Binaries, program } from './binaries.ts'
import { boundLog, logSince, logSize } from './log.ts'
import type { OsUser } from './os-user.ts'
import { readPidFile } from './pid-file.ts'

const run = promisify(execFile)

export type Postmaster = {
  port: number
  /** Resolves when Postgres is gone, wanted or not. */
  exited: Promise<void>
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. Safe to call twice. */
  stop: () => Promise<void>
  /** Immediate shutdown, for somebody who will not wait: the next start recovers from the log, as after a power cut. */
  kill: () => Promise<void>
}

type Options = { binaries: Binaries; home: string; user: OsUser }

const startTimeout = 60_000
const stopTimeout = 20_000
/** Between two looks at the size of the log. */
const logEveryMs = 10_000

/** Starts Postgres on a free port of 127.0.0.1 and waits until it takes connections. */
export async function startPostmaster(options: Options): Promise<Postmaster> {
  await boundLog(options.home)
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const logged = await logSize(options.home)
    const child = await launch(options, port)
    const exited = once(child, 'exit').then(() => {})
    if (await becomesReady(child, options.home)) {
      const watch = setInterval(() => void boundLog(options.home), logEveryMs).unref()
      child.once('exit', () => clearInterval(watch))
      return { port, exited, stop: () => stop(child, exited, options), kill: () => kill(child, exited) }
    }
    await stop(child, exited, options)
    const log = await logSince(options.home, logged)
    // Another program may take the port between our look and Postgres's bind; an earlier Postgres's memory takes a moment to go.
    const passing = /could not bind|could not create any TCP\/IP sockets|pre-existing shared memory block/.test(log)
    if (!passing || attempt === 5)
      throw new Error(`Postgres did not start. Its log says:\n${log.trim() || '(nothing)'}`)
    await sleep(300 * attempt)
  }
}

async function launch({ binaries, home, user }: Options, port: number): Promise<ChildProcess> {
  const log = await open(join(home, 'postgres.log'), 'a', 0o600)
  try {
    const child = spawn(
      program(binaries, 'postgres'),
      ['-D', join(home, 'data'), '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
      // A group of its own: Ctrl-C in a terminal goes to the server, which drains its requests before it stops Postgres.
      { cwd: home, ...user, detached: true, stdio: ['ignore', log.fd, log.fd], env: { ...process.env, LC_ALL: 'C' } },
    )
    await once(child, 'spawn')
    return child
  } finally {
    await log.close()
  }
}

/** Postgres itself writes its state into postmaster.pid, whatever language its log has. */
async function becomesReady(child: ChildProcess, home: string): Promise<boolean> {
  const deadline = Date.now() + startTimeout
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const file = await readPidFile(join(home, 'data'))
    if (file?.pid === child.pid && file?.status === 'ready') return true
    await sleep(15)
  }
  return false
}

async function stop(child: ChildProcess, exited: Promise<void>, { binaries, home }: Options): Promise<void> {
  const running = () => child.exitCode === null && child.signalCode === null
  if (!running()) return
  if (platform() === 'win32') {
    await run(program(binaries, 'pg_ctl'), ['stop', '-m', 'fast', '-D', join(home, 'data')])
    return await exited
  }
  child.kill('SIGINT')
  await Promise.race([exited, sleep(stopTimeout, undefined, { ref: false })])
  if (running()) await kill(child, exited)
}

async function kill(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGQUIT')
  await exited
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
