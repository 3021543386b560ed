import type { CallToolResult, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { PaddockClient } from '../client/client.ts'
import { unwrap } from '../client/errors.ts'
import { type Research, researchSpec } from '../client/research.ts'
import { answer, answering } from './answer.ts'

export function offerResearch(server: McpServer, client: PaddockClient): void {
  server.registerTool(
    'research_spec',
    {
      title: 'What the sources say of a spec of a vehicle',
      description:
        'Each value comes with the sentences that say so, verbatim, with document_id, char_start and char_end; sources that disagree stand side by ' +
        'side. Status `insufficient` means that no indexed source supports a value: then say so and do not guess. Where `quote` is null the publisher ' +
        'does not allow the text to be given to a model; its title and address may be named.',
      inputSchema: z.object({
        vehicle_id: z.uuid(),
        spec_name: z
          .string()
          .min(1)
          .max(120)
          .describe('Such as displacement, horsepower, wheelbase, head_bolt_torque.'),
      }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ vehicle_id, spec_name }, { mcpReq }) => answering(() => research(client, vehicle_id, spec_name, mcpReq.signal)),
  )
}

/** By the same function, and so the same guards, as everybody's research. */
async function research(
  client: PaddockClient,
  vehicleId: string,
  spec: string,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const found = await researchSpec(client, vehicleId, spec, { signal })
  const closed = await notForModels(client, found)
  return answer({
    status: found.status,
    spec_name: found.spec,
    claims: found.claims.map((claim) => ({
      value: claim.value,
      unit: claim.unit,
      qualifiers: claim.qualifiers,
      suspect: claim.suspect,
      evidence: claim.evidence.map((quoted) => ({
        quote: closed.has(quoted.documentId) ? null : quoted.quote,
        document_id: quoted.documentId,
        page: quoted.page,
        char_start: quoted.charStart,
        char_end: quoted.charEnd,
        title: quoted.title,
        url: quoted.url,
        kind: quoted.kind,
        authority: quoted.authority,
        author: quoted.author,
        published_at: quoted.publishedAt,
        read_at: quoted.readAt,
      })),
    })),
    conflicts: found.conflicts,
    confidence: found.confidence,
    held: found.held,
    researched_at: found.researchedAt,
    expires_at: found.expiresAt,
  })
}

/** Documents among the evidence whose publisher says `ai-input=no`. One that is no longer there is closed as well. */
async function notForModels(client: PaddockClient, { claims }: Research): Promise<Set<string>> {
  const ids = [...new Set(claims.flatMap(({ evidence }) => evidence.map(({ documentId }) => documentId)))]
  if (ids.length === 0) return new Set()
  const rows = unwrap(await client.from('source_documents').select('id, may_ai_input').in('id', ids))
  const open = new Set(rows.flatMap(({ id, may_ai_input }) => (may_ai_input === false ? [] : [id])))
  return new Set(ids.filter((id) => !open.has(id)))
}
