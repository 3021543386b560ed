import { createResearchSpec, type ResearchEnvironment } from '../../../supabase/functions/_shared/research-spec.ts'
import { createVehicleCard } from '../../../supabase/functions/_shared/vehicle-card.ts'

/** A web-standard handler, the same on Node and on Deno. */
export type FunctionHandler = (request: Request) => Response | Promise<Response>

export type ServerFunction = {
  handler: FunctionHandler
  /** As in supabase/config.toml: whether a request without an API key is turned away before it gets here. */
  verifyJwt: boolean
}

/** Every function by name: the folders of supabase/functions. */
export function allFunctions(environment: ResearchEnvironment): Record<string, ServerFunction> {
  return {
    'research-spec': { handler: createResearchSpec(environment), verifyJwt: false },
    'vehicle-card': { handler: createVehicleCard(environment), verifyJwt: false },
  }
}
