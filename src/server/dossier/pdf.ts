import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import type { Dossier, QuotedDocument } from '../../client/dossier.ts'
import { qualifiersInWords } from '../../client/qualifiers.ts'
import type { Research, ResearchClaim, ResearchEvidence } from '../../client/research.ts'
import { kindTitles, specTitle, unitInWords, valueInWords } from '../../client/spec-words.ts'
import type { PageLanguage } from '../page/language.ts'
import { coverage } from './coverage.generated.ts'
import { type Face, notDrawn, type Run, runsOf } from './runs.ts'
import { type PdfWords, pdfWords } from './words.ts'

const ink = '#14181b'
const soft = '#555d62'
const margin = 56
const indent = 16

type Style = { face: Face; size: number; color?: string; link?: string | null; gap?: number; inset?: number }

const styles = {
  title: { face: 'serif', size: 30, gap: 4 },
  lede: { face: 'serif', size: 13, color: soft, gap: 14 },
  heading: { face: 'bold', size: 13, gap: 1 },
  state: { face: 'sans', size: 9, color: soft, gap: 3 },
  value: { face: 'bold', size: 11, gap: 3 },
  quote: { face: 'serif', size: 11.5, inset: indent, gap: 1 },
  source: { face: 'sans', size: 8.5, color: soft, inset: indent, gap: 7 },
  note: { face: 'sans', size: 9, color: soft, gap: 4 },
} satisfies Record<string, Style>

const states = {
  supported: 'Supported',
  conflicting: 'Sources disagree',
  insufficient: 'Nothing we have supports a value',
}

/** Of a car, with the address of its page, or null; in English unless told. */
export type PrintedDossier = Dossier & { name: string; url: string | null; lang?: PageLanguage }

/**
 * A car's researched record as PDF: every value with its words, source and dates, conflicts and blanks included. Tagged
 * for screen readers. The same answers give the same bytes.
 */
export async function dossierPdf({ name, answers, documents, url, lang = 'en' }: PrintedDossier): Promise<Buffer> {
  const words = pdfWords[lang]
  const title = words.say('Dossier: {vehicle}', { vehicle: name })
  const last = new Date(Math.max(0, ...answers.map(({ researchedAt }) => Date.parse(researchedAt))))
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    lang,
    displayTitle: true,
    info: { Title: title, Creator: 'Paddock', Producer: 'Paddock', CreationDate: last, ModDate: last },
  })
  for (const font of Object.keys(coverage))
    doc.registerFont(font, fileURLToPath(new URL(`fonts/${font}.ttf`, import.meta.url)))
  const bytes = collected(doc)
  writeHead(doc, words, title, url)
  for (const answer of answers) writeAnswer(doc, words, answer)
  writeDocuments(doc, words, documents)
  writeFeet(doc, words, name, hasMissing(answers, documents))
  doc.end()
  return await bytes
}

function writeHead(doc: PDFDocument, { say }: PdfWords, title: string, url: string | null): void {
  write(doc, 'H1', title, styles.title)
  const lede =
    'What the sources say of this car, word for word. Where they disagree both stand here; where nothing supports a value, it is blank.'
  write(doc, 'P', say(lede), url ? { ...styles.lede, gap: 4 } : styles.lede)
  if (url) write(doc, 'P', url, { ...styles.note, link: url, gap: 14 })
}

function writeAnswer(
  doc: PDFDocument,
  words: PdfWords,
  { spec, status, claims, conflicts, researchedAt }: Research,
): void {
  if (doc.y > doc.page.height - margin - 90) doc.addPage()
  rule(doc, margin, doc.page.width - margin, doc.y)
  doc.y += 8
  write(doc, 'H2', words.named(specTitle(spec)), styles.heading)
  write(doc, 'P', `${words.say(states[status])}, ${words.day(researchedAt)}`, styles.state)
  for (const claim of claims) writeClaim(doc, words, claim)
  if (conflicts[0]) write(doc, 'P', words.told(conflicts[0].note), styles.note)
  doc.y += 10
}

/** By which bytes a copy of each can be known, and on what terms it may be passed on. */
function writeDocuments(doc: PDFDocument, { say, named, day }: PdfWords, documents: QuotedDocument[]): void {
  if (documents.length === 0) return
  if (doc.y > doc.page.height - margin - 90) doc.addPage()
  rule(doc, margin, doc.page.width - margin, doc.y)
  doc.y += 8
  write(doc, 'H2', say('Documents quoted'), { ...styles.heading, gap: 5 })
  for (const { title, kind, licence, sha256, readAt, url } of documents) {
    write(doc, 'P', title, { ...styles.value, gap: 1 })
    const terms = licence ? say('licence: {licence}', { licence }) : say('no licence stated')
    const facts = [
      named(kindTitles[kind] ?? kind),
      terms,
      say('read {readAt}', { readAt: day(readAt) }),
      webAddress(url),
    ]
      .filter(Boolean)
      .join(', ')
    write(doc, 'P', facts, { ...styles.source, gap: 1, link: webAddress(url) })
    write(doc, 'P', `SHA-256 ${sha256}`, styles.source)
  }
}

function writeClaim(doc: PDFDocument, words: PdfWords, claim: ResearchClaim): void {
  const value = [
    `${valueInWords(claim.value, words)} ${unitInWords(claim.unit)}`.trim(),
    qualifiersInWords(claim, words),
  ]
  const suspect = claim.suspect ? ` ${words.say('(suspect: a copy of another source with other digits)')}` : ''
  write(doc, 'P', value.filter(Boolean).join(', ') + suspect, styles.value)
  for (const evidence of claim.evidence) {
    write(doc, 'BlockQuote', `“${evidence.quote}”`, styles.quote)
    write(doc, 'P', sourceOf(words, evidence), { ...styles.source, link: webAddress(evidence.url) })
  }
}

function sourceOf({ say, named, day }: PdfWords, evidence: ResearchEvidence) {
  const { title, kind, page, author, publishedAt, readAt, url, charStart, charEnd } = evidence
  return [
    title,
    named(kindTitles[kind] ?? kind),
    page && say('page {page}', { page: String(page) }),
    author,
    publishedAt && say('dated {publishedAt}', { publishedAt: day(publishedAt) }),
    say('read {readAt}', { readAt: day(readAt) }),
    say('characters {from} to {to} of the stored text', { from: String(charStart), to: String(charEnd) }),
    webAddress(url),
  ]
    .filter(Boolean)
    .join(', ')
}

const webAddress = (url: string | null) => (url && /^https?:\/\//.test(url) ? url : null)

/** A paragraph, in as many fonts as its letters need. */
function write(doc: PDFDocument, tag: string, text: string, { face, size, color, link, gap, inset }: Style): void {
  const runs = runsOf(face, text)
  const left = margin + (inset ?? 0)
  const width = doc.page.width - margin - left
  doc.fontSize(size).fillColor(color ?? ink)
  doc.addStructure(doc.struct(tag, () => draw(doc, runs, left, doc.y, width, link)))
  doc.y += gap ?? 0
}

function draw(doc: PDFDocument, runs: Run[], x: number, y: number, width: number, link?: string | null): void {
  runs.forEach((run, at) => {
    const options = { width, lineGap: 1.5, continued: at < runs.length - 1, ...(link ? { link } : {}) }
    doc.font(run.font)
    if (at === 0) doc.text(run.text, x, y, options)
    else doc.text(run.text, options)
  })
}

/** Whether some words are in letters that the fonts do not have. */
const hasMissing = (answers: Research[], documents: QuotedDocument[]) =>
  [
    ...answers.flatMap(({ conflicts }) => conflicts.map(({ note }) => note)),
    ...answers
      .flatMap(({ claims }) => claims)
      .flatMap(({ value, evidence }) => [
        String(value),
        ...evidence.flatMap(({ quote, title, author }) => [quote, title, author ?? '']),
      ]),
    ...documents.flatMap(({ title, licence }) => [title, licence ?? '']),
  ].some((text) => runsOf('sans', text).some((run) => run.text.includes(notDrawn)))

/** On every page: whose dossier it is, the page, and what `[…]` means where it stands. */
function writeFeet(doc: PDFDocument, { say }: PdfWords, name: string, isIncomplete: boolean): void {
  const { count } = doc.bufferedPageRange()
  const meaning = ` ${say('{sign}: letters that this PDF does not have; the dossier’s page shows them.', { sign: notDrawn })}`
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page)
    doc.page.margins.bottom = 0 // or text this low would begin a page
    doc.markContent('Artifact', { type: 'Pagination' })
    doc.fontSize(8).fillColor(soft)
    const numbered = say('{name}, page {page} of {count}.', { name, page: String(page + 1), count: String(count) })
    const foot = `${numbered}${isIncomplete ? meaning : ''}`
    draw(doc, runsOf('sans', foot), margin, doc.page.height - 36, doc.page.width - 2 * margin)
    doc.endMarkedContent()
  }
}

function rule(doc: PDFDocument, from: number, to: number, y: number): void {
  doc.markContent('Artifact', { type: 'Layout' })
  doc.lineWidth(0.75).strokeColor(ink).moveTo(from, y).lineTo(to, y).stroke()
  doc.endMarkedContent()
}

function collected(doc: PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    doc.on('data', (chunk) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
}
