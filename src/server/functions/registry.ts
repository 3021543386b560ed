import type { ResearchEnvironment } from '../../../supabase/functions/_shared/research-spec.ts'

/** A web-standard handler, the same on Node and on Deno. */
export type FunctionHandler = (request: Request) => Response | Promise<Response>

export type ServerFunction = {
  handler: FunctionHandler
  /** As in supabase/config.toml: whether a request without an API key is turned away before it gets here. */
  verifyJwt: boolean
}

const ourNames = ['research-spec', 'vehicle-card'] as const
type OurName = (typeof ourNames)[number]

/** Every function by name: the folders of supabase/functions. */
export function allFunctions(environment: ResearchEnvironment): Record<OurName, ServerFunction> {
  return {
    'research-spec': {
      handler: onceCalled(async () => (await researchSpec()).createResearchSpec(environment)),
      verifyJwt: false,
    },
    'vehicle-card': {
      handler: onceCalled(async () => (await vehicleCard()).createVehicleCard(environment)),
      verifyJwt: false,
    },
  }
}

const researchSpec = () => import('../../../supabase/functions/_shared/research-spec.ts')
const vehicleCard = () => import('../../../supabase/functions/_shared/vehicle-card.ts')

/** A server that nobody asks for a function need not have it in memory. */
function onceCalled(open: () => Promise<FunctionHandler>): FunctionHandler {
  let opened: Promise<FunctionHandler> | undefined
  return async (request) => {
    opened ??= open()
    return (await opened)(request)
  }
}

/**
 * Whether a path may be of a project's own function. Its calls take no client's share, for it asks this server in turn, from this machine: shares
 * that wait for shares would wait for ever. They are counted by themselves.
 */
export function callsProjectFunction(path: string): boolean {
  if (!path.startsWith('/functions/v1/') || !URL.canParse(path, 'http://localhost')) return false
  const { pathname } = new URL(path, 'http://localhost') // as it is routed, without `..`
  const name = /^\/functions\/v1\/([^/]+)/.exec(pathname)?.[1]
  return name !== undefined && !ourNames.some((ours) => ours === name)
}
