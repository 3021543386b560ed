import { imageLibrary } from '../../import/image-library.ts'

/** Drawings that are remembered, by their whole text, so that none is stale. */
const mostKept = 50
const kept = new Map<string, Promise<Uint8Array | null>>()
let queue: Promise<unknown> = Promise.resolve()

/**
 * A drawing as PNG, for previews that show no SVG. One is drawn at a time.
 *
 * @returns null where the machine has no fonts, or no image library, to draw it with
 */
export function drawPng(svg: string): Promise<Uint8Array | null> {
  const found = kept.get(svg)
  if (found) return found
  const drawn = queue.then(() => draw(svg)).catch(() => null)
  queue = drawn
  kept.set(svg, drawn)
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break
    kept.delete(oldest)
  }
  return drawn
}

async function draw(svg: string): Promise<Uint8Array | null> {
  return (await hasFonts()) ? await toPng(svg) : null
}

const toPng = async (svg: string) => {
  const sharp = await imageLibrary()
  return new Uint8Array(await sharp(Buffer.from(svg)).png({ palette: true }).toBuffer())
}

let fonts: Promise<boolean> | undefined

/** Without any, text is drawn as nothing. */
function hasFonts(): Promise<boolean> {
  fonts ??= (async () => {
    const sharp = await imageLibrary()
    const letter =
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text y="30" style="font-size:30px">M</text></svg>'
    const { channels } = await sharp(Buffer.from(letter)).ensureAlpha().stats()
    return (channels[3]?.max ?? 0) > 0
  })()
  return fonts
}
