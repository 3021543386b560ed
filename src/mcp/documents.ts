import type { CallToolResult, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { PaddockClient } from '../client/client.ts'
import { refusal as unknown, unwrap } from '../client/errors.ts'
import { charactersOf, textBetween } from '../client/text-offsets.ts'
import { answer, answering, refusal } from './answer.ts'

const mostCharacters = 50_000

const columns =
  `id, source_id, kind, title, url, author, language, published, published_at, fetched_at, characters, chunks, pages,
  make, model, year_from, year_to, trim, engine, vehicle_id, may_ai_input, source:sources(title, authority, licence)` as const

const document = { document_id: z.uuid().describe('As search_sources gives it.') }

export function offerDocuments(server: McpServer, client: PaddockClient): void {
  const annotations = { readOnlyHint: true, openWorldHint: false }
  server.registerTool(
    'open_document',
    {
      title: 'What a document is',
      description:
        'Title, kind, address, author, dates, licence, what the document is about, how many characters its stored text has, and where each ' +
        'page of a PDF begins and ends in it. The text itself is given by document_text.',
      inputSchema: z.object(document),
      annotations,
    },
    ({ document_id }) => answering(async () => answer(await describe(client, document_id))),
  )
  server.registerTool(
    'document_text',
    {
      title: 'Read the stored text of a document',
      description:
        `The characters (Unicode code points) char_start to char_end of a document's stored text, at most ${mostCharacters} at a time. A hit of ` +
        'search_sources and a quote of research_spec stand at their own char_start and char_end.',
      inputSchema: z.object({
        ...document,
        char_start: z.int().min(0).default(0),
        char_end: z.int().min(1).optional().describe('Exclusive; without it as far as one answer goes.'),
      }),
      annotations,
    },
    ({ document_id, char_start, char_end }) => answering(() => read(client, document_id, char_start, char_end)),
  )
}

async function describe(client: PaddockClient, id: string) {
  const found = await client.from('source_documents').select(columns).eq('id', id).maybeSingle()
  const row = unwrap(found)
  if (!row) throw unknown('unknown_document')
  return row
}

async function read(client: PaddockClient, id: string, from: number, to?: number): Promise<CallToolResult> {
  const { title, may_ai_input } = await describe(client, id)
  if (may_ai_input === false)
    return refusal('ai_input_forbidden', `The publisher of "${title}" does not allow its text to be given to a model.`)
  const text = unwrap(await client.rpc('document_text', { document_id: id })) ?? ''
  const characters = charactersOf(text)
  const start = Math.min(from, characters)
  const end = Math.max(start, Math.min(to ?? characters, characters, start + mostCharacters))
  const stretch = textBetween(text, start, end)
  return answer({ document_id: id, title, char_start: start, char_end: end, characters, text: stretch })
}
