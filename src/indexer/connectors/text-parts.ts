/** So much of a text is one document at most; a longer one becomes several, so that none takes memory without bounds. */
export const partCharacters = 4_000_000

/**
 * A text in parts, one of them in memory at a time, with lines that end in `\n`. A part ends, in its last half, before a page or a heading; else
 * after a paragraph, a line or a word; else anywhere but within a character.
 */
export async function* textParts(
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  charset: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(charset)
  let text = ''
  for await (const some of bytes) {
    text += decoder.decode(some, { stream: true })
    while (text.length > partCharacters) {
      const end = endOfPart(text)
      yield withPlainLines(text.slice(0, end))
      text = text.slice(end)
    }
  }
  text += decoder.decode()
  if (text !== '') yield withPlainLines(text)
}

const withPlainLines = (text: string) => text.replace(/\r\n?/g, '\n')

function endOfPart(text: string): number {
  const half = text.slice(partCharacters / 2, partCharacters)
  for (const mark of [/\f/g, /\n(?=#{1,6}[ \t]+\S)/g, /\n[^\S\n]*\n/g, /\n|\r(?!\n)/g, /[ \t]/g]) {
    let end = 0
    for (const { index, 0: found } of half.matchAll(mark)) end = index + (found === '\f' ? 0 : found.length)
    if (end > 0) return partCharacters / 2 + end
  }
  // Neither a pair of surrogates nor the two signs that end a line are torn apart.
  const last = text.charCodeAt(partCharacters - 1)
  return (last >= 0xd800 && last <= 0xdbff) || last === 13 ? partCharacters - 1 : partCharacters
}
