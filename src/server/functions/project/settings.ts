import { wholeNumber } from '../../env.ts'

/** How the functions of a project's own folder run. */
export type FunctionsSettings = {
  /** A Deno program; null takes the npm package `deno` that lies beside the project or beside Paddock. */
  deno: string | null
  /** How long one call may take, its answer's body included. */
  seconds: number
  /** Of one function's worker. */
  megabytes: number
  /** Hosts that functions may reach, as Deno's `--allow-net` takes them; null is all. */
  net: string[] | null
}

/** @throws {ConfigError} naming the variable and the range it takes */
export function readFunctionsSettings(env: NodeJS.ProcessEnv): FunctionsSettings {
  const hosts = env.PADDOCK_FUNCTIONS_NET?.split(',').map((host) => host.trim())
  return {
    deno: env.PADDOCK_DENO || null,
    seconds: wholeNumber(env, 'PADDOCK_FUNCTIONS_SECONDS', 150, 1, 3600),
    megabytes: wholeNumber(env, 'PADDOCK_FUNCTIONS_MB', 256, 64, 8192),
    net: hosts?.filter(Boolean) ?? null,
  }
}
