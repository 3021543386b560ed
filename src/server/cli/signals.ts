const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Ctrl-C under npm arrives twice at once: from the terminal, and passed on by npm. */
const echoMs = 1_000

/**
 * Resolves at the first signal, or when the process that started this one is gone.
 *
 * @param force is called when another signal follows, for somebody who will not wait
 */
export function untilToldToStop(force: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    let first = 0
    const receive = () => {
      if (first === 0) {
        first = Date.now()
        resolve()
      } else if (Date.now() - first > echoMs) {
        console.error('Stopping at once.')
        void force().finally(() => process.exit(1))
      }
    }
    for (const signal of signals) process.on(signal, receive)
    process.once('disconnect', receive)
    process.channel?.unref()
  })
}
