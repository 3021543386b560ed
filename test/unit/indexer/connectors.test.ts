import { PDFDocument, rgb, StandardFonts } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { readFetched } from '../../../src/indexer/connectors/index.ts'
import { readPdf } from '../../../src/indexer/connectors/pdf/read-pdf.ts'
import type { Fetched, Hints, ParsedDocument } from '../../../src/indexer/document.ts'

const hints: Hints = { kind: 'article', subject: {} }
const fetched = (url: string, body: string | Uint8Array, mediaType = '', charset: string | null = null): Fetched => ({
  url,
  mediaType,
  charset,
  body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  headers: {},
  fetchedAt: new Date(0),
})
const read = async (...args: Parameters<typeof fetched>) => {
  const result = await readFetched(fetched(...args), hints)
  for (const document of result.documents) checkOffsets(document)
  return result
}
const chunksOf = ({ text, chunks }: ParsedDocument) => chunks.map(({ start, end }) => text.slice(start, end))

/** What holds for every document of every connector. */
function checkOffsets({ text, chunks, pages = [] }: ParsedDocument): void {
  let last = 0
  for (const chunk of chunks) {
    expect(chunk.start).toBeGreaterThanOrEqual(last)
    expect(chunk.end).toBeGreaterThan(chunk.start)
    expect(chunk.end).toBeLessThanOrEqual(text.length)
    expect(text.slice(chunk.start, chunk.end).trim()).not.toBe('')
    last = chunk.end
    for (const line of chunk.lines ?? []) {
      expect(line.start).toBeGreaterThanOrEqual(chunk.start)
      expect(line.end).toBeLessThanOrEqual(chunk.end)
      const page = pages.find(({ number }) => number === chunk.page)
      expect(line.rect[0] + line.rect[2]).toBeLessThanOrEqual((page?.width ?? 0) + 1)
    }
    for (const quote of chunk.quoted ?? []) expect(quote.start >= chunk.start && quote.end <= chunk.end).toBe(true)
  }
}

const prose =
  'The engine of this car is remembered for its smoothness, and the people who built it were proud of what they had made. '

describe('A web page', () => {
  test('is its article: frame, scripts and what is hidden are left out', async () => {
    const html = `<html lang="en"><head><title>Site</title><meta property="og:title" content="Driving the Datsun 510"><meta name="author" content="Ada">
      <link rel="canonical" href="/510"><script type="application/ld+json">{"@type":"Article","headline":"Driving the 510","datePublished":"2021-05-03T10:00:00Z"}</script></head>
      <body><nav><a href="/a">Home</a> Menu Menu Menu</nav><article><h1>Driving the 510</h1><p>${prose.repeat(4)}</p><h2>Engine</h2><p>The L16 displaces 1,595 cc. ${prose}</p>
      <p style="display:none">hidden 999 hp</p><p style="color:#fff">white 888 hp</p><script>var x = "777 hp"</script></article><footer>Copyright</footer></body></html>`
    const { documents, refused } = await read('https://example.com/posts/510?x=1', html, 'text/html')
    expect(refused).toEqual([])
    expect(documents[0]).toMatchObject({
      url: 'https://example.com/510',
      title: 'Driving the 510',
      author: 'Ada',
      publishedAt: '2021-05-03',
      language: 'en',
    })
    expect(documents[0]?.text).toContain('The L16 displaces 1,595 cc.')
    for (const hidden of ['999', '888', '777', 'Menu']) expect(documents[0]?.text).not.toContain(hidden)
    expect(documents[0]?.chunks.some(({ heading }) => heading.includes('Engine'))).toBe(true)
    expect(documents[0]?.links).toEqual(['https://example.com/a'])
  })

  test.each([
    [
      'a challenge',
      '<title>Just a moment...</title><p>Checking your browser before accessing the site.</p>',
      'challenge',
    ],
    ['a consent page', '<h1>Before you continue</h1><p>We value your privacy. Accept all cookies?</p>', 'consent'],
    ['a login page', '<p>You must be logged in to view this page.</p><form><input type="password"></form>', 'login'],
    [
      'an error page',
      '<title>Oops</title><h1>Page not found</h1><p>Sorry, that is all we know here.</p>',
      'error_page',
    ],
    ['a word list', `<p>${'mustang camaro challenger hemi parts price '.repeat(40)}</p>`, 'word_list'],
    ['an empty page', '<p>Hi</p>', 'no_text'],
  ])('%s is kept out, with its reason', async (_, html, code) => {
    const { documents, refused } = await read('https://example.com/', `<html><body>${html}</body></html>`, 'text/html')
    expect(documents).toEqual([])
    expect(refused).toEqual([{ url: 'https://example.com/', code, reason: expect.stringMatching(/^It .*\.$/) }])
  })

  test('of 50 MB is refused before it is parsed', async () => {
    const { refused } = await read('https://example.com/', new Uint8Array(50 * 1024 * 1024).fill(65), 'text/html')
    expect(refused[0]?.code).toBe('too_large')
  })

  test('of very many elements is refused, and one of many is read without looking at its text again and again', async () => {
    const row = (n: number) =>
      `<p class="a">The <b>Datsun</b> number ${n} has an <i>engine</i>, says <a href="/x">he</a> of it.</p>\n`
    const many = Array.from({ length: 2_500 }, (_, n) => row(n)).join('')
    const { documents } = await read('https://example.com/', many, 'text/html')
    expect(documents[0]?.text).toContain('The Datsun number 2499 has an engine, says he of it.')
    const { refused } = await read('https://example.com/', many.repeat(7), 'text/html')
    expect(refused).toEqual([
      expect.objectContaining({ code: 'too_large', reason: expect.stringContaining('50000 elements') }),
    ])
  })

  test('in another charset is read, also where the charset is named wrongly', async () => {
    const words = `Der Motor läuft rund, sagt Jürgen über die Käfer von früher. ${prose.repeat(3)}`
    const latin = Uint8Array.from([...`<p>${words}</p>`].map((c) => c.charCodeAt(0)))
    for (const [body, charset] of [
      [latin, 'iso-8859-1'],
      [latin, 'utf-8'],
      [latin, null],
      [new TextEncoder().encode(`<p>${words}</p>`), 'iso-8859-1'],
      [new TextEncoder().encode(`<p>${words}</p>`), 'no-such-charset'],
    ] as const) {
      const { documents } = await read('https://example.com/', body, 'text/html', charset)
      expect(documents[0]?.text).toContain('Jürgen über die Käfer')
    }
  })
})

const xenforo = (posts: [author: string, date: string, html: string][]) =>
  `<html><body><h1>Thread</h1>${posts
    .map(
      (
        [author, date, html],
        n,
      ) => `<article class="message message--post" id="js-post-${n}"><h4 class="message-name">${author}</h4>
    <div class="message-attribution"><a href="/threads/1/post-${n}"><time datetime="${date}">then</time></a></div><div class="message-body"><div class="bbWrapper">${html}</div></div></article>`,
    )
    .join('')}</body></html>`
const vbulletin = (posts: [string, string, string][]) =>
  `<html><body>${posts.map(([author, , html], n) => `<table id="post${n}"><tr><td class="thead">Yesterday</td></tr><tr><td><a class="bigusername">${author}</a></td><td><div id="post_message_${n}">${html}</div></td></tr></table>`).join('')}</body></html>`
const phpbb = (posts: [string, string, string][]) =>
  `<html><body>${posts.map(([author, date, html], n) => `<div class="post" id="p${n}"><p class="author"><a class="username">${author}</a> <time datetime="${date}">x</time></p><div class="content">${html}</div></div>`).join('')}</body></html>`

describe.each([
  ['XenForo', xenforo],
  ['vBulletin', vbulletin],
  ['phpBB', phpbb],
])('A thread of %s', (_, page) => {
  test('has its posts apart, and what a post quotes belongs to whom it quotes', async () => {
    const quote =
      page === xenforo
        ? '<blockquote class="bbCodeBlock--quote" data-quote="Ada">Mine makes 290 hp</blockquote>'
        : '<blockquote>Ada wrote: Mine makes 290 hp</blockquote>'
    const html = page([
      ['Ada', '2020-01-02T03:04:05Z', 'Mine makes 290 hp at the wheels.'],
      ['Bob', '2020-02-03T00:00:00Z', `${quote}<p>I doubt that, the book says 275.</p>`],
    ])
    const { documents } = await read('https://forum.example/threads/1/', html, 'text/html')
    const [first, second] = documents[0]?.chunks ?? []
    expect(chunksOf(documents[0] as ParsedDocument)).toEqual([
      'Mine makes 290 hp at the wheels.',
      expect.stringContaining('I doubt that'),
    ])
    expect([first?.author, second?.author]).toEqual(['Ada', 'Bob'])
    const [quoted] = second?.quoted ?? []
    expect(documents[0]?.text.slice(quoted?.start, quoted?.end)).toContain('290 hp')
    expect(quoted?.author).toBe('Ada')
  })
})

test('a listing says its price, whether it was sold, and when, in words that can be quoted', async () => {
  const html = `<html><head><title>x</title><script type="application/ld+json">{"@context":"https://schema.org","@type":"Vehicle","name":"1970 Plymouth ’Cuda 340","brand":{"@type":"Brand","name":"Plymouth"},"model":"Cuda","vehicleModelDate":"1970",
    "offers":{"@type":"Offer","price":"64900","priceCurrency":"USD","availability":"https://schema.org/SoldOut","validThrough":"2025-05-03"}}</script></head><body><main><h1>1970 ’Cuda</h1><p>${prose.repeat(3)}</p></main></body></html>`
  const { documents } = await read('https://auction.example/lot/1', html, 'text/html')
  expect(documents[0]).toMatchObject({
    subject: { make: 'Plymouth', model: 'Cuda', yearFrom: 1970, yearTo: 1970 },
    publishedAt: '2025-05-03',
  })
  expect(chunksOf(documents[0] as ParsedDocument)[0]).toContain('Sold for USD 64,900 (2025-05-03)')
  expect(documents[0]?.chunks[0]?.fields).toMatchObject({ price: 64_900, sold: true })
})

async function manual(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.setTitle('Shop manual')
  const font = await document.embedFont(StandardFonts.Helvetica)
  for (let n = 1; n <= pages; n++) {
    const page = document.addPage([612, 792])
    const write = (text: string, x: number, y: number, more = {}) =>
      page.drawText(text, { x, y, size: 10, font, ...more })
    write(`ENGINE, page ${n}`, 72, 720, { size: 18 })
    write('The 340 cu. in. V-8 develops 275 horsepower at 5,000 rpm.', 72, 690)
    write('Compression ratio is 10.5 to 1.', 72, 676)
    write('Wheelbase', 72, 650)
    write('108 in', 250, 650)
    write('white 999 hp', 72, 600, { color: rgb(1, 1, 1) })
    write('outside 888 hp', -400, 600)
    write('tiny 777 hp', 72, 580, { size: 0.5 })
  }
  return document.save()
}

describe('A PDF', () => {
  test('is read in lines with their rectangles, headings and rows; what nobody can see is left out', async () => {
    const { documents, refused } = await read('manual.pdf', await manual(3), 'application/pdf')
    const [document] = documents as [ParsedDocument]
    expect(refused).toEqual([])
    expect(document).toMatchObject({
      title: 'Shop manual',
      pages: [{ number: 1, width: 612, height: 792, readable: true }, { number: 2 }, { number: 3 }],
    })
    expect(document.chunks.map(({ page, heading }) => [page, heading[0]])).toEqual(
      [1, 2, 3].map((n) => [n, `ENGINE, page ${n}`]),
    )
    expect(document.text).toContain('Wheelbase | 108 in')
    for (const unseen of ['999', '888', '777']) expect(document.text).not.toContain(unseen)
    const line = document.chunks[1]?.lines?.find(({ start, end }) =>
      document.text.slice(start, end).startsWith('Compression'),
    )
    expect(line?.rect[0]).toBeCloseTo(72)
    expect(line?.rect[1]).toBeCloseTo(792 - 676 - 8, 0)
    expect(line?.rect[2]).toBeGreaterThan(100)
  })

  test('that is cut off, no PDF at all, or empty is refused with a reason', async () => {
    const whole = await manual(2)
    for (const body of [whole.slice(0, 200), new TextEncoder().encode('%PDF-1.7 and then nothing'), new Uint8Array()]) {
      const { documents, refused } = await read('manual.pdf', body, 'application/pdf')
      expect(documents).toEqual([])
      expect(refused).toEqual([
        expect.objectContaining({ code: expect.stringMatching(/damaged|empty|no_text/), reason: expect.any(String) }),
      ])
    }
  })

  test('of pictures is told to be unreadable, unless a command reads them', async () => {
    const document = await PDFDocument.create()
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const image = await document.embedPng(png)
    document.addPage([612, 792]).drawImage(image, { x: 0, y: 0, width: 612, height: 792 })
    const body = await document.save()
    expect((await read('scan.pdf', body, 'application/pdf')).refused).toEqual([
      expect.objectContaining({ code: 'scanned', reason: expect.stringContaining('PADDOCK_OCR') }),
    ])
    process.env.PADDOCK_OCR = `${process.execPath} -p "Wheelbase_108_inches_on_page_"+{page}`.replaceAll('"', "'")
    try {
      const { documents } = await read('scan.pdf', body, 'application/pdf')
      expect(documents[0]?.text).toContain('Wheelbase_108_inches_on_page_1')
    } finally {
      process.env.PADDOCK_OCR = ''
    }
  })

  test('that takes too long keeps what was read before, and its reader is gone', async () => {
    const result = await readPdf(await manual(400), {
      mostPages: 5_000,
      pageMs: 20_000,
      totalMs: 1,
      memoryMb: 180,
      residentMb: 290,
    })
    expect(result.problems).toEqual([expect.objectContaining({ code: 'too_slow' })])
    const few = await readPdf(await manual(5), {
      mostPages: 2,
      pageMs: 20_000,
      totalMs: 60_000,
      memoryMb: 180,
      residentMb: 290,
    })
    expect(few.pages).toHaveLength(2)
    expect(few.problems).toEqual([expect.objectContaining({ code: 'too_many_pages', page: 3 })])
  })
})

test('a table has a chunk a row; a broken row is refused by its line and the rest goes on', async () => {
  const { documents, refused } = await read(
    'guide.csv',
    'Year;Make;Model;Value\n1970;Plymouth;Cuda;45000\n1970;"Plymouth;Cuda;1\n1971;Datsun;510;18000\n',
    'text/csv',
  )
  expect(chunksOf(documents[0] as ParsedDocument)).toEqual([
    'Year: 1970 | Make: Plymouth | Model: Cuda | Value: 45000',
    'Year: 1971 | Make: Datsun | Model: 510 | Value: 18000',
  ])
  expect(documents[0]?.chunks[1]).toMatchObject({
    subject: { make: 'Datsun', model: '510', yearFrom: 1971, yearTo: 1971 },
    fields: { Value: '18000' },
  })
  expect(refused).toEqual([{ url: 'guide.csv#line-3', code: 'broken_row', reason: expect.stringContaining('Line 3') }])
})

test('many rows become several documents', async () => {
  const rows = Array.from({ length: 12_001 }, (_, n) => `${n},x`)
  const { documents } = await read('big.csv', `n,name\n${rows.join('\n')}\n`, 'text/csv')
  expect(documents.map(({ chunks }) => chunks.length)).toEqual([5_000, 5_000, 2_001])
})

test('of a fetched table the first 100,000 rows are read, and the rest is told', async () => {
  const rows = Array.from({ length: 100_002 }, (_, n) => `${n},x`)
  const { documents, refused } = await readFetched(
    fetched('big.csv', `n,name\n${rows.join('\n')}\n`, 'text/csv'),
    hints,
  )
  expect(documents.reduce((sum, { chunks }) => sum + chunks.length, 0)).toBe(100_000)
  expect(refused).toEqual([{ url: 'big.csv', code: 'too_many_rows', reason: expect.stringContaining('100000 rows') }])
})

test('Markdown keeps its offsets; its headings head the chunks, and its front matter is read', async () => {
  const { documents } = await read(
    'notes.md',
    '---\ntitle: Notes\nai-input: no\ndate: 1970\n---\n# Engine\n\nThe L16.\n\n## Carburettor\n\nA Hitachi.\n',
    'text/markdown',
  )
  expect(documents[0]).toMatchObject({ title: 'Notes', publishedAt: '1970', signals: { aiInput: false } })
  expect(documents[0]?.chunks.map(({ heading }) => heading)).toEqual([['Engine'], ['Engine', 'Carburettor']])
})

test.each([
  ['words without an end', 'a.txt', 'word '.repeat(400_000)],
  ['one word', 'a.txt', 'x'.repeat(2_000_000)],
  ['blanks', 'a.txt', `a${' '.repeat(2_000_000)}b`],
  ['quotation marks', 'a.txt', 'He said. """"" '.repeat(140_000)],
  ['a heading of blanks', 'a.md', `# a${' '.repeat(2_000_000)}b\ntext`],
  ['quotes of a table', 'a.csv', `a,b\n${'"'.repeat(2_000_000)}`],
])('a text that is nothing but %s is read or refused, and no stack or clock runs out', async (_, url, text) => {
  const { documents, refused } = await read(url, text, url.endsWith('.md') ? 'text/markdown' : '')
  expect(documents.length + refused.length).toBeGreaterThan(0)
})

test('a heading keeps its signs, without those that close it', async () => {
  const { documents } = await read('a.md', '# C#\n\nOne.\n\n## Gear ratios ##\n\nTwo.\n', 'text/markdown')
  expect(documents[0]?.chunks.map(({ heading }) => heading)).toEqual([['C#'], ['C#', 'Gear ratios']])
})

test.each([
  ['nothing', 'a.txt', new Uint8Array(), 'empty'],
  ['a program', 'a.exe', Uint8Array.from([77, 90, 0, 0, 3]), 'unknown_format'],
])('%s is refused', async (_, url, body, code) => {
  expect((await read(url, body)).refused).toEqual([expect.objectContaining({ code })])
})
