import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { PaddockClient } from '../client/client.ts'
import { unwrap } from '../client/errors.ts'
import { answer, answering } from './answer.ts'

const most = 20

/** So that an agent knows the id that a search in a vehicle's scope and research ask for. */
export function offerVehicles(server: McpServer, client: PaddockClient): void {
  server.registerTool(
    'find_vehicles',
    {
      title: 'Find vehicles of the community',
      description: `Vehicles by year and by parts of make and model, with the ids that research_spec and search_sources take; at most ${most}.`,
      inputSchema: z.object({
        year: z.int().min(1885).max(2100).optional(),
        make: z.string().min(1).max(80).optional(),
        model: z.string().min(1).max(120).optional(),
      }),
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    ({ year, make, model }) =>
      answering(async () => {
        let asked = client.from('vehicles').select('id, year, make, model')
        if (year !== undefined) asked = asked.eq('year', year)
        if (make !== undefined) asked = asked.ilike('make', containing(make))
        if (model !== undefined) asked = asked.ilike('model', containing(model))
        return answer({ vehicles: unwrap(await asked.order('year').order('id').limit(most)) })
      }),
  )
}

const containing = (words: string) => `%${words.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
