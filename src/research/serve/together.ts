/**
 * Work that many ask for at once is done once for all of them, and never with what was known before somebody asked: whoever comes while
 * it goes on shares the next turn, not this one.
 */
export function createTogether<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const turns = new Map<string, { now: Promise<T>; next: Promise<T> | null }>()
  const begin = (key: string, work: () => Promise<T>): Promise<T> => {
    const now = work()
    const turn = { now, next: null }
    turns.set(key, turn)
    const end = () => void (turns.get(key) === turn && turn.next === null && turns.delete(key))
    now.then(end, end)
    return now
  }
  return (key, work) => {
    const turn = turns.get(key)
    if (!turn) return begin(key, work)
    const again = () => begin(key, work)
    turn.next ??= turn.now.then(again, again)
    return turn.next
  }
}
