/** Lets work through a few at a time, in the order it came. */
export type Turns = {
  /** @returns null at once when too many wait already */
  take<T>(work: () => Promise<T>): Promise<T> | null
}

export function createTurns(atOnce: number, waitingAtMost: number): Turns {
  let running = 0
  const waiting: (() => void)[] = []

  async function run<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }

  return {
    take: (work) => (running >= atOnce && waiting.length >= waitingAtMost ? null : run(work)),
  }
}
