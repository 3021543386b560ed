import type { CallToolResult, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { PaddockClient } from '../client/client.ts'
import { unwrap } from '../client/errors.ts'
import { kinds } from '../indexer/document.ts'
import { answer, answering } from './answer.ts'

const asked = z.object({
  query: z
    .string()
    .min(1)
    .max(1_000)
    .describe('Words to find, such as "Datsun 510 head bolt torque". Synonyms are known.'),
  vehicle_id: z.uuid().optional().describe('Only what is about this vehicle, or not said to be about another.'),
  kinds: z.array(z.enum(kinds)).min(1).optional(),
  limit: z.int().min(1).max(50).default(10),
  offset: z.int().min(0).max(200).default(0),
})

export function offerSearch(server: McpServer, client: PaddockClient): void {
  server.registerTool(
    'search_sources',
    {
      title: 'Search the library of sources',
      description:
        'Finds passages in manuals, articles, forum threads, price guides, listings, data sets and registries, best first. `snippet` is verbatim: ' +
        'the characters char_start to char_end of the stored text, which document_text gives. `authority` (0 to 1) says how far the operator ' +
        'trusts the source. `withheld` counts hits whose publisher does not allow their text to be given to a model.',
      inputSchema: asked,
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    (question) => answering(() => search(client, question)),
  )
}

async function search(client: PaddockClient, question: z.output<typeof asked>): Promise<CallToolResult> {
  const { query, vehicle_id, kinds, limit, offset } = question
  const rows = unwrap(
    await client.rpc('search_sources', {
      query,
      limit,
      offset,
      ...(vehicle_id ? { vehicle_id } : {}),
      ...(kinds ? { kinds } : {}),
    }),
  )
  const allowed = rows.filter(({ may_ai_input }) => may_ai_input !== false)
  const hits = allowed.map(({ may_ai_input: _, approximate: __, ...hit }) => hit)
  return answer({ hits, withheld: rows.length - hits.length, approximate: rows[0]?.approximate ?? false })
}
