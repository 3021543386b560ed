/** Statements worth preparing: those seen again, as long as there are not too many for connections to remember. */
export type PreparedTexts = (text: string) => boolean

const mostPrepared = 500
const mostSeen = 2_000

export function createPreparedTexts(): PreparedTexts {
  const seen = new Set<string>()
  const prepared = new Set<string>()
  return (text) => {
    if (prepared.has(text)) return true
    if (prepared.size >= mostPrepared) return false
    if (seen.delete(text)) {
      prepared.add(text)
      return true
    }
    if (seen.size >= mostSeen) seen.clear()
    seen.add(text)
    return false
  }
}
