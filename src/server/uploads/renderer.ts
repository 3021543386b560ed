import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { PhotoRefused } from '../../import/refusal.ts'
import type { RenderedPhoto } from '../../import/render.ts'
import type { QuarterTurns } from '../../import/turned.ts'
import type { RenderJob, RenderResult } from './render-process.ts'

/** Prepares photos in a process of its own, one at a time. */
export type Renderer = {
  /** @throws {PhotoRefused} also when the process does not survive the photo */
  render: (path: string, timeZone: string, quarterTurns?: QuarterTurns) => Promise<RenderedPhoto>
  close: () => void
}

const program = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './render-process.ts' : './render-process.js', import.meta.url),
)
const timeoutMs = 90_000
/** The memory that photos took goes with the process. */
const idleMs = 20_000

/**
 * The image library is native code that reads what strangers send. A photo that brings it down, or makes it spin,
 * takes a process along that has nothing else to do and no secrets; the server only answers that it is damaged.
 */
export function createRenderer(): Renderer {
  let child: ChildProcess | null = null
  let idle: NodeJS.Timeout | undefined

  const start = (): ChildProcess => {
    const started = fork(program, {
      serialization: 'advanced',
      execArgv: process.execArgv.filter((flag) => /^--(experimental-strip-types|disable-warning)/.test(flag)),
      env: { PATH: process.env.PATH, TZ: process.env.TZ },
    })
    started.on('exit', () => {
      if (child === started) child = null
    })
    return started
  }

  const end = () => {
    clearTimeout(idle)
    child?.kill('SIGKILL')
    child = null
  }

  return {
    async render(path, timeZone, quarterTurns = 0) {
      clearTimeout(idle)
      child ??= start()
      const late = setTimeout(end, timeoutMs)
      try {
        return read(await ask(child, { path, timeZone, quarterTurns }))
      } finally {
        clearTimeout(late)
        idle = setTimeout(end, idleMs).unref()
      }
    },
    close: end,
  }
}

function ask(child: ChildProcess, job: RenderJob): Promise<RenderResult> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      child.off('message', answer).off('exit', died).off('error', failed)
    }
    const answer = (result: unknown) => {
      settle()
      resolve(result as RenderResult)
    }
    const failed = (error: Error) => {
      settle()
      reject(error)
    }
    const died = () =>
      failed(new PhotoRefused('damaged', 'could not be opened: it may be damaged. Save it again in a photo app'))
    child.on('message', answer).on('exit', died).on('error', failed)
    child.send(job)
  })
}

function read(result: RenderResult): RenderedPhoto {
  if ('rendered' in result) return result.rendered
  if ('refused' in result) throw new PhotoRefused(result.refused.code, result.refused.message)
  throw new Error(`A photo could not be prepared. ${result.failed}`)
}
