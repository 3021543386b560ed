import { ApiError } from '../../api-error.ts'

/** supabase-js reports what bears this header as FunctionsRelayError: the function gave no answer of its own. */
const relayed = { 'x-relay-error': 'true' }

/** Codes and statuses as the Edge Runtime of hosted Supabase has them. */
export const failures = {
  noDeno: () =>
    new ApiError(
      503,
      'BOOT_ERROR',
      'Functions of your own folder run under Deno, which is not installed here: run `npm install deno` in your project, or name a Deno program in PADDOCK_DENO.',
      { headers: relayed },
    ),
  didNotStart: () =>
    new ApiError(503, 'BOOT_ERROR', 'Function failed to start (the server log says more)', { headers: relayed }),
  ended: () =>
    new ApiError(500, 'WORKER_ERROR', 'Function exited due to an error (the server log says more)', {
      headers: relayed,
    }),
  tookTooMuch: () =>
    new ApiError(
      546,
      'WORKER_LIMIT',
      'Function was ended for using too much memory or time (the server log says more)',
      {
        headers: relayed,
      },
    ),
  late: () => new ApiError(504, 'IDLE_TIMEOUT', 'The function did not answer in time', { headers: relayed }),
  /** Nobody reads it. */
  callerLeft: () => new ApiError(499, 'CALLER_LEFT', 'The caller closed the connection'),
  busy: () =>
    new ApiError(503, 'BUSY', 'Too many calls are under way. Try again in a moment.', {
      headers: { ...relayed, 'retry-after': '1' },
    }),
}
