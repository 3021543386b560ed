/** Whether a text, such as a part of an address, can be an id at all. Nothing has another one. */
export const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** An address takes about 1,500 ids; servers and proxies between take fewer. */
const most = 100
const atOnce = 4

/**
 * Asks for rows by their ids, however many: at most a hundred in a request, for ids stand in its address.
 *
 * @param ask for the rows of some of them
 */
export async function askInParts<Row>(ids: readonly string[], ask: (some: string[]) => Promise<Row[]>): Promise<Row[]> {
  const distinct = [...new Set(ids)]
  const parts: string[][] = []
  for (let start = 0; start < distinct.length; start += most) parts.push(distinct.slice(start, start + most))
  const rows: Row[] = []
  for (let start = 0; start < parts.length; start += atOnce)
    rows.push(...(await Promise.all(parts.slice(start, start + atOnce).map(ask))).flat())
  return rows
}
