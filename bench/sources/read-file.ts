// Reads a file as `paddock sources add` does, keeps nothing of it, and prints what came of it with the most memory it took, in MB.
import { readParts } from '../../src/indexer/read-file.ts'

const [file = ''] = process.argv.slice(2)
let chunks = 0
let refused = 0
for await (const part of readParts(file, file, { kind: 'manual', subject: {} })) {
  if ('refused' in part) refused += 1
  else chunks += part.document.chunks.length
}
console.log(JSON.stringify({ chunks, refused, megabytes: process.resourceUsage().maxRSS / 1024 }))
