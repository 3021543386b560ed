/** The program that opens what strangers send: see `renderer.ts`. It knows no key and no database. */
import { readFile } from 'node:fs/promises'
import { PhotoRefused, type RefusalCode } from '../../import/refusal.ts'
import { type RenderedPhoto, renderPhoto } from '../../import/render.ts'
import type { QuarterTurns } from '../../import/turned.ts'

export type RenderJob = { path: string; timeZone: string; quarterTurns: QuarterTurns }
export type RenderResult =
  | { rendered: RenderedPhoto }
  | { refused: { code: RefusalCode; message: string } }
  | { failed: string }

async function perform({ path, timeZone, quarterTurns }: RenderJob): Promise<RenderResult> {
  try {
    return { rendered: await renderPhoto(await readFile(path), { timeZone, quarterTurns }) }
  } catch (error) {
    if (error instanceof PhotoRefused) return { refused: { code: error.code, message: error.message } }
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

process.on('message', (job: RenderJob) => {
  void perform(job).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit())
// The terminal's Ctrl-C reaches this process as well; its server ends it when it has finished.
process.on('SIGINT', () => {})
