/** The thread that reads web pages, one at a time: see `in-worker.ts`. */
import { parentPort } from 'node:worker_threads'
import type { Fetched, Hints } from '../../document.ts'
import { readHtml } from './article.ts'

parentPort?.on('message', ({ fetched, hints }: { fetched: Fetched; hints: Hints }) => {
  parentPort?.postMessage('begun')
  parentPort?.postMessage(read(fetched, hints))
})

function read(fetched: Fetched, hints: Hints) {
  try {
    return readHtml(fetched, hints)
  } catch (error) {
    const deep = error instanceof RangeError
    const reason = deep
      ? 'Its elements are nested too deep.'
      : `Reading it failed: ${(error as Error).message.slice(0, 200)}`
    return { documents: [], refused: [{ url: fetched.url, code: deep ? 'too_deep' : 'unreadable', reason }] }
  }
}
