import { coverage } from './coverage.generated.ts'

export type Face = 'serif' | 'sans' | 'bold'
/** Text that one font draws; `font` is a key of `coverage`. */
export type Run = { font: string; text: string }

/** Stands where the fonts have no letters: of Latin script they have all, of other scripts none. */
export const notDrawn = '[…]'

const has = (font: string, code: number) => coverage[font]?.some(([first, last]) => code >= first && code <= last)

/** Text cut into what each font of a face draws. Control characters and line ends become spaces, invisible ones go. */
export function runsOf(face: Face, text: string): Run[] {
  const runs: Run[] = []
  const usual = `${face}-latin`
  let missing = false
  for (const character of printable(text)) {
    const code = character.codePointAt(0) as number
    const font = [usual, `${face}-latin-ext`, `${face}-vietnamese`].find((font) => has(font, code))
    if (!font && missing) continue
    missing = !font
    const piece = font ? character : notDrawn
    const last = runs.at(-1)
    if (last?.font === (font ?? usual)) last.text += piece
    else runs.push({ font: font ?? usual, text: piece })
  }
  return runs
}

const printable = (text: string) =>
  text
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
