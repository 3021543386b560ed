// A crawler in a process of its own, to be killed. Arguments: the database, the source, `name:port,...` of the web, the lease in ms.
// Every name leads to this machine. Ends by itself when the run has ended, and says how.
import postgres from 'postgres'
import { crawlSource } from '../../src/indexer/crawl/index.ts'
import { readAllowList } from '../../src/indexer/fetch/index.ts'
import { testLibrary } from './test-library.ts'

const [databaseUrl = '', sourceId = '', hosts = '', leaseMs = ''] = process.argv.slice(2)
const sql = postgres(databaseUrl, { max: 12, onnotice: () => {} })
const summary = await crawlSource(sql, sourceId, {
  library: await testLibrary(sql),
  allowed: readAllowList(hosts),
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  concurrency: 10,
  leaseMs: Number(leaseMs),
  report: console.error,
})
await sql.end()
console.log(JSON.stringify(summary))
