/**
 * Writes the shop manual excerpt of the demo's library as a PDF.
 *
 *     node scripts/generate-manual.ts
 *
 * Its words are ours, written for the demo; no page of a real manual is in it. It is the same bytes each time.
 */
import { writeFile } from 'node:fs/promises'
import { PDFDocument, type PDFPage, StandardFonts } from 'pdf-lib'

type Block = { heading: string; lines: (string | [string, string])[] }

const pages: Block[][] = [
  [
    {
      heading: 'ENGINE',
      lines: [
        'The 340 cu. in. V-8 engine of the ’Cuda 340 has a bore of 4.04 inches and a stroke of 3.31 inches.',
        'Maximum output is 275 horsepower (gross) at 5,000 rpm, and maximum torque 340 lb-ft at 3,200 rpm.',
        'The compression ratio is 10.5 to 1. Premium fuel is required.',
        'The 440 Six Pack engine is rated at 390 horsepower (gross) at 4,700 rpm.',
      ],
    },
    {
      heading: 'CAPACITIES',
      lines: [
        ['Fuel tank', '18 gallons'],
        ['Crankcase, with filter', '5 quarts'],
        ['Cooling system', '15 quarts'],
      ],
    },
  ],
  [
    {
      heading: 'TRANSMISSION AND REAR AXLE',
      lines: [
        'A three-speed manual transmission is standard with the 340. A four-speed manual transmission and the',
        'three-speed TorqueFlite automatic transmission are available at extra cost.',
        'The standard rear axle ratio is 3.23:1. Ratios of 3.55:1 and 3.91:1 are available.',
        'Rear-wheel drive is used with all engines.',
      ],
    },
    {
      heading: 'DIMENSIONS AND WEIGHTS',
      lines: [
        ['Wheelbase', '108.0 in.'],
        ['Overall length', '186.7 in.'],
        ['Shipping weight, hardtop', '3,395 lb'],
        ['Tires', 'E60 x 15'],
      ],
    },
  ],
  [
    {
      heading: 'EXTERIOR COLORS',
      lines: [
        'Paint code FY1, Lemon Twist.',
        'Paint code EV2, Tor-Red.',
        'Paint code FC7, In-Violet.',
        'Paint code EB5, Blue Fire.',
      ],
    },
  ],
]

const day = new Date('2026-01-01T00:00:00Z')

export async function manual(): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.setTitle('Shop manual excerpt, 1970 Barracuda (demo)')
  document.setAuthor('Written for the demo of Paddock')
  document.setCreationDate(day)
  document.setModificationDate(day)
  const [body, bold] = [
    await document.embedFont(StandardFonts.TimesRoman),
    await document.embedFont(StandardFonts.HelveticaBold),
  ]
  pages.forEach((blocks, n) => {
    const page = document.addPage([612, 792])
    let y = 724
    const write = (text: string, x: number, size: number, font = body) => page.drawText(text, { x, y, size, font })
    write('Shop manual excerpt. Written for the demo of Paddock: not evidence about real cars.', 72, 8)
    for (const { heading, lines } of blocks) {
      y -= 44
      write(heading, 72, 15, bold)
      y -= 8
      for (const line of lines) {
        y -= 16
        if (typeof line === 'string') write(line, 72, 10.5)
        else for (const [n, cell] of line.entries()) write(cell, n === 0 ? 72 : 330, 10.5)
      }
    }
    y = 48
    foot(page, write, n + 1)
  })
  return await document.save({ useObjectStreams: false })
}

function foot(page: PDFPage, write: (text: string, x: number, size: number) => void, number: number): void {
  write(String(number), page.getWidth() / 2, 8)
}

if (import.meta.main)
  await writeFile(new URL('../src/server/demo/library/shop-manual.pdf', import.meta.url), await manual())
