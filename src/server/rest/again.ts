/** Deadlock, and a transaction that could not be put in one order with others: Postgres has ended it for the others' sake. */
const passing = new Set(['40P01', '40001'])
const tries = 3

/**
 * Begins a transaction anew that Postgres has ended so that others can go on: all of it is undone, and the next try
 * finds the others gone. The last try's error is the answer.
 */
export async function again<T>(transaction: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await transaction()
    } catch (error) {
      if (n === tries || !passing.has((error as { code?: string }).code ?? '')) throw error
    }
  }
}
