/**
 * The text from character `from` to character `to`, as Postgres counts them: a character outside the basic plane is one, where JavaScript
 * counts two.
 */
export function textBetween(text: string, from: number, to: number): string {
  const start = unitAt(text, 0, from)
  return text.slice(start, unitAt(text, start, to - from))
}

/** The index of the UTF-16 unit that stands `characters` characters after the one at `start`. */
function unitAt(text: string, start: number, characters: number): number {
  const straight = start + characters
  if (!/[\ud800-\udbff]/.test(text.slice(start, straight))) return straight
  let at = start
  for (let n = 0; n < characters && at < text.length; n++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
  return at
}

/** How many characters a text has, as Postgres counts them. */
export function charactersOf(text: string): number {
  let characters = 0
  for (const _ of text) characters += 1
  return characters
}
