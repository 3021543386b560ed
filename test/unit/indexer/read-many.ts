// A process of its own: reads a text of millions of the named parts, and prints how many chunks it has.
import { readFetched } from '../../../src/indexer/connectors/index.ts'

const texts: Record<string, { url: string; mediaType: string; part: string }> = {
  paragraphs: { url: 'a.txt', mediaType: 'text/plain', part: 'ab\n\n' },
  lines: { url: 'a.txt', mediaType: 'text/plain', part: 'ab\n' },
  sentences: { url: 'a.txt', mediaType: 'text/plain', part: 'A. ' },
  pages: { url: 'a.txt', mediaType: 'text/plain', part: 'abc\f' },
  headings: { url: 'a.md', mediaType: 'text/markdown', part: '# a\nb\n' },
}
const { url, mediaType, part } = texts[process.argv[2] ?? ''] ?? { url: '', mediaType: '', part: '' }
const body = Buffer.from(part.repeat(4_800_000 / part.length))
const { documents } = await readFetched(
  { url, mediaType, charset: null, body, headers: {}, fetchedAt: new Date(0) },
  { kind: 'manual', subject: {} },
)
console.log(documents[0]?.chunks.length ?? 0)
