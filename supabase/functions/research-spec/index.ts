import { readModelSettings } from '../../../src/research/model/settings.ts'
import { readEnvironment, readSecretKey } from '../_shared/environment.ts'
import { createResearchSpec } from '../_shared/research-spec.ts'

const get = (name: string) => Deno.env.get(name)
declare const EdgeRuntime: { waitUntil: (work: Promise<unknown>) => void } | undefined

Deno.serve(
  createResearchSpec({
    ...readEnvironment(get),
    secretKey: readSecretKey(get),
    model: readModelSettings(get),
    // biome-ignore lint/style/noRestrictedGlobals: the provider that the operator has configured; the platform guards its own network.
    modelFetch: fetch,
    later: (work) => (typeof EdgeRuntime === 'undefined' ? undefined : EdgeRuntime.waitUntil(work)),
  }),
)
