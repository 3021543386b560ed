/** Lets work through a few at a time. Those who wait take turns, whoever of them has sent most. */
export type Turns = {
  /**
   * @param client whose work it is
   * @returns null at once when too many wait already, of this client or of all
   */
  take<T>(client: string, work: () => Promise<T>): Promise<T> | null
}

export type WaitingAtMost = { all: number; client: number }

export function createTurns(atOnce: number, waitingAtMost: WaitingAtMost): Turns {
  let running = 0
  let waiting = 0
  const lines = new Map<string, (() => void)[]>()

  async function run<T>(client: string, work: () => Promise<T>): Promise<T> {
    if (running >= atOnce) await inLine(client)
    else running += 1
    try {
      return await work()
    } finally {
      if (!beginNext()) running -= 1
    }
  }

  const inLine = (client: string) =>
    new Promise<void>((begin) => {
      waiting += 1
      const line = lines.get(client)
      if (line) line.push(begin)
      else lines.set(client, [begin])
    })

  /** Who was served goes to the end of the line. */
  function beginNext(): boolean {
    const [first] = lines
    if (!first) return false
    const [client, line] = first
    const begin = line.shift()
    lines.delete(client)
    if (line.length > 0) lines.set(client, line)
    waiting -= 1
    begin?.()
    return true
  }

  const isFull = (client: string) =>
    running >= atOnce && (waiting >= waitingAtMost.all || (lines.get(client)?.length ?? 0) >= waitingAtMost.client)

  return { take: (client, work) => (isFull(client) ? null : run(client, work)) }
}
