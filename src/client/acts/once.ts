import { isOffline, unwrap } from '../errors.ts'

type Failed = Parameters<typeof unwrap>[0]['error']
type Found<Row> = { data: Row | null; error: Failed }

/**
 * After an insert with an id of the client's: a refusal of a second sending may be of what the first one has done, whose
 * answer was lost. It is then done, whatever else has changed since.
 *
 * @param find the row of that id
 * @returns the row that was there already; null where the insert itself has succeeded
 * @throws {PaddockError} what the insert was refused for
 */
export async function sentOnce<Row>(
  error: Failed,
  clientId: string | undefined,
  find: (clientId: string) => PromiseLike<Found<Row>>,
): Promise<Row | null> {
  if (error === null) return null
  try {
    unwrap({ data: null, error })
  } catch (refused) {
    if (clientId === undefined || isOffline(refused)) throw refused
    const { data } = await find(clientId)
    if (data !== null) return data
    throw refused
  }
  return null
}
