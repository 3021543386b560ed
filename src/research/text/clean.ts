/**
 * Text of a source as readers may see it: what is hidden or controls the display is a space, so that every offset stays.
 * Newlines and tabs stay. Soft hyphens and zero-width characters would split words for a reader, yet not for a person:
 * they become spaces all the same, and a word so split is not read (nothing is shown rather than something guessed).
 */
export function cleaned(text: string): string {
  return text.replace(hidden, (match) => ' '.repeat(match.length))
}

/** Code points from and to: controls, soft hyphen, fillers, zero-width, bidi controls, variation selectors, tags. */
const hiddenRanges = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xe0000, 0xe0fff],
] as const

const hidden = new RegExp(
  `[${hiddenRanges.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`).join('')}]`,
  'gu',
)

/** A UTF-16 offset as characters (code points), which is what Postgres counts. */
export function inCharacters(text: string, offset: number): number {
  let characters = 0
  for (let i = 0; i < offset; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length) i++
    characters++
  }
  return characters
}
