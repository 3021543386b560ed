// Reads a file as `paddock sources add` does, stores what it holds, and prints what came of it with the most memory it took, in MB. It is
// not indexed here: that is the database's work.
import postgres from 'postgres'
import { insertSource } from '../../src/indexer/add-source.ts'
import { readParts } from '../../src/indexer/read-file.ts'
import { storeDocument } from '../../src/indexer/store.ts'

const [databaseUrl = '', file = ''] = process.argv.slice(2)
const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
const sourceId = await insertSource(sql, { kind: 'manual', subject: {} }, file, null)
let [documents, chunks, refused] = [0, 0, 0]
for await (const part of readParts(file, file, { kind: 'manual', subject: {} })) {
  if ('refused' in part) refused += 1
  else {
    const { document, ...origin } = part
    await storeDocument(sql, { sourceId, key: `${file}#${documents++}` }, document, origin)
    chunks += document.chunks.length
  }
}
await sql.end()
console.log(JSON.stringify({ chunks, refused, megabytes: process.resourceUsage().maxRSS / 1024 }))
