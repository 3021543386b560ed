import { PDFiumLibrary } from '@hyzyla/pdfium'

/** A page as PDFium draws it: another engine than the one that reads its text here. */
export type Rendered = { width: number; height: number; scale: number; isInk: (x: number, y: number) => boolean }

let library: Promise<PDFiumLibrary> | undefined

export async function renderPdf(body: Uint8Array, scale = 2): Promise<Rendered[]> {
  library ??= PDFiumLibrary.init()
  const document = await (await library).loadDocument(body)
  try {
    const pages: Rendered[] = []
    for (const page of document.pages()) {
      const { width, height, data } = await page.render({ scale, render: 'bitmap' })
      pages.push({ width, height, scale, isInk: (x, y) => (data[(y * width + x) * 4] ?? 255) < 160 })
    }
    return pages
  } finally {
    document.destroy()
  }
}

/** In pixels, the ends exclusive. */
export type Box = { left: number; top: number; right: number; bottom: number }

export const boxOf = ([x, y, width, height]: readonly number[], scale: number, margin: number): Box => ({
  left: Math.floor(((x as number) - margin) * scale),
  top: Math.floor(((y as number) - margin) * scale),
  right: Math.ceil(((x as number) + (width as number) + margin) * scale),
  bottom: Math.ceil(((y as number) + (height as number) + margin) * scale),
})

/** The smallest box around the ink within a box; null where there is none. */
export function inkIn(page: Rendered, { left, top, right, bottom }: Box): Box | null {
  const found = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 }
  for (let y = Math.max(top, 0); y < Math.min(bottom, page.height); y++)
    for (let x = Math.max(left, 0); x < Math.min(right, page.width); x++) {
      if (!page.isInk(x, y)) continue
      found.left = Math.min(found.left, x)
      found.top = Math.min(found.top, y)
      found.right = Math.max(found.right, x + 1)
      found.bottom = Math.max(found.bottom, y + 1)
    }
  return found.right > 0 ? found : null
}

/** Where there is ink that none of the boxes covers, in points; null where all of it is covered. */
export function uncovered(page: Rendered, boxes: Box[]): { x: number; y: number } | null {
  for (let y = 0; y < page.height; y++) {
    const across = boxes.filter(({ top, bottom }) => y >= top && y < bottom)
    for (let x = 0; x < page.width; x++)
      if (page.isInk(x, y) && !across.some(({ left, right }) => x >= left && x < right))
        return { x: x / page.scale, y: y / page.scale }
  }
  return null
}
