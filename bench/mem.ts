import { readFetched } from '../src/indexer/connectors/index.ts'
const mb = Number(process.argv[2])
const cases: Record<string, [string, string]> = {
  words: ['a.txt', 'word '.repeat(mb * 209715)],
  nospace: ['a.txt', 'x'.repeat(mb * 1048576)],
  spaces: ['a.txt', `a${' '.repeat(mb * 1048576)}b`],
  newlines: ['a.txt', `a${'\n'.repeat(mb * 1048576)}b`],
  feeds: ['a.txt', 'a\f'.repeat(mb * 524288)],
  lines: ['a.txt', 'abc def\n'.repeat(mb * 131072)],
  quotes: ['a.txt', 'He said. """"" '.repeat(mb * 70000)],
  mdhead: ['a.md', `# a${' '.repeat(mb * 1048576)}b\n`],
  mdmany: ['a.md', '# a #\nb\n'.repeat(mb * 131072)],
  mdfront: ['a.md', `---\n${'a: b\n'.repeat(mb * 200000)}`],
  csvquotes: ['a.csv', `a,b\n${'"'.repeat(mb * 1048576)}`],
  csvline: ['a.csv', `a,b\n${'x'.repeat(mb * 1048576)}`],
  json: ['a.json', `{"results":[${'{"odiNumber":1},'.repeat(mb * 60000)}{"odiNumber":1}]}`],
}
const only = process.argv[3]
for (const [name, [url, text]] of Object.entries(cases)) {
  if (only && name !== only) continue
  const t = performance.now()
  try {
    const r = await readFetched({ url, mediaType: url.endsWith('md') ? 'text/markdown' : url.endsWith('csv') ? 'text/csv' : url.endsWith('json') ? 'application/json' : 'text/plain', charset: null, body: new TextEncoder().encode(text), headers: {}, fetchedAt: new Date() }, { kind: 'article', subject: {} })
    console.log(name, Math.round(performance.now() - t), 'ms', r.documents[0]?.chunks.length, r.refused[0]?.code)
  } catch (e) { console.log(name, 'THROWS', (e as Error).message.slice(0, 80)) }
}
