import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { PDFDocument, StandardFonts } from 'pdf-lib'

/** A manual of text pages: 40 lines each. */
export async function manual(pages: number): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  for (let n = 1; n <= pages; n++) {
    const page = pdf.addPage([612, 792])
    for (let line = 0; line < 40; line++) {
      const text = `Page ${n}, step ${line}: torque the head bolts to ${(n * line) % 90} ft-lb, then check the gap.`
      page.drawText(text, { x: 72, y: 740 - line * 16, size: 10, font })
    }
  }
  return await pdf.save()
}

/** A page of a thread as phpBB writes it: 15 posts, of which every third quotes another. */
export function threadPage(thread: number, page: number, pages: number): string {
  const posts = Array.from({ length: 15 }, (_, n) => {
    const quote = n % 3 === 2 ? `<blockquote>member${n} wrote: The ratio is ${n}.${thread % 90}</blockquote>` : ''
    const words = `Post ${n} of thread ${thread}, page ${page}: my car has a ratio of ${n}.${(thread * 7 + page) % 90} and it pulls well on the hill. `
    return `<div class="post" id="p${page * 15 + n}"><p class="author"><a class="username">member${n}</a> <time datetime="2024-01-0${1 + (n % 9)}T10:00:00Z">then</time></p><div class="content">${quote}<p>${words.repeat(3)}</p></div></div>`
  })
  const next = page + 1 < pages ? `<a rel="next" href="/thread/${thread}?page=${page + 1}">Next</a>` : ''
  return `<html><head><title>Thread ${thread}</title></head><body><h1>Thread ${thread}</h1>${posts.join('')}${next}</body></html>`
}

/** A table with one quote that is never closed. */
export async function table(file: string, rows: number): Promise<void> {
  const lines = function* () {
    yield 'year,make,model,price,note\n'
    for (let n = 0; n < rows; n++)
      yield n === Math.floor(rows / 2)
        ? '1970,"Datsun,510,1,x\n'
        : `${1950 + (n % 70)},Datsun,510,${n},"sold at auction, lot ${n}, no reserve"\n`
  }
  await pipeline(Readable.from(lines()), createWriteStream(file))
}
