import type { FunctionEnvironment } from '../../../supabase/functions/_shared/environment.ts'
import { createVehicleCard } from '../../../supabase/functions/_shared/vehicle-card.ts'

/** A web-standard handler, the same on Node and on Deno. */
export type FunctionHandler = (request: Request) => Response | Promise<Response>

export type ServerFunction = {
  handler: FunctionHandler
  /** As in supabase/config.toml: whether a request without an API key is turned away before it gets here. */
  verifyJwt: boolean
}

/** Every function by name: the folders of supabase/functions. */
export function allFunctions(environment: FunctionEnvironment): Record<string, ServerFunction> {
  return {
    'vehicle-card': { handler: createVehicleCard(environment), verifyJwt: false },
  }
}
