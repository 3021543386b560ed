import { Parser } from 'htmlparser2'
import type { Sql } from 'postgres'
import { decodeText } from '../../src/indexer/crawl/charset.ts'
import type { Library } from '../../src/indexer/crawl/index.ts'
import type { Fetched, ParsedDocument } from '../../src/indexer/document.ts'

/** A library that reads the text of `<main>` and keeps documents in a table of its own, with every write counted. */
export async function testLibrary(sql: Sql): Promise<Library> {
  await sql`create table if not exists test_documents (source_id uuid, url text, text text, signals jsonb, hidden text, writes integer not null default 1, primary key (source_id, url))`
  return {
    hints: async () => ({ kind: 'article', subject: {} }),
    read: async (fetched) => {
      const document = readMain(fetched)
      if (document.text.includes('cannot be read')) throw new Error('The reader broke.')
      const refused = [{ url: fetched.url, code: 'nothing_to_read', reason: 'There is no text in it.' }]
      return document.text ? { documents: [document], refused: [] } : { documents: [], refused }
    },
    keep: async (tx, source, url, documents) => {
      const text = documents.map((document) => document.text).join('\n')
      if (text.includes('cannot be stored'))
        await tx`select app.refuse('too_odd'::text, 'The store does not take it.'::text)`
      const signals = tx.json({ ...documents[0]?.signals })
      await tx`insert into test_documents as d (source_id, url, text, signals) values (${source}, ${url}, ${text}, ${signals})
        on conflict (source_id, url) do update set text = excluded.text, signals = excluded.signals, hidden = null, writes = d.writes + 1`
    },
    hide: async (tx, source, url, reason) => {
      await tx`update test_documents set hidden = ${reason}, writes = writes + 1 where source_id = ${source} and url = ${url}`
    },
  }
}

function readMain(fetched: Fetched): ParsedDocument {
  let inside = 0
  let text = ''
  const parser = new Parser({
    onopentag: (name) => {
      if (name === 'main') inside++
    },
    ontext: (words) => {
      if (inside > 0) text += words
    },
    onclosetag: (name) => {
      if (name === 'main') inside--
    },
  })
  parser.write(decodeText(fetched.body, fetched.charset))
  parser.end()
  return {
    ...{ url: fetched.url, kind: 'article', title: '', language: null, author: null, publishedAt: null },
    ...{
      text: text.trim(),
      chunks: [],
      subject: {},
      signals: { search: null, aiInput: null, aiTrain: null },
      links: [],
    },
  }
}
