export type BodyStyle = 'coupe' | 'sedan' | 'wagon' | 'pickup'

const signs: [BodyStyle, RegExp][] = [
  ['pickup', /\b(pick-?up|f-?\d{3}|c-?10|el camino|ranchero|hilux|truck|d-?100|power wagon)\b/i],
  ['wagon', /\b(wagon|estate|touring|avant|kombi|variant|shooting brake|caravan|woody|nomad|bronco|land cruiser)\b/i],
  ['sedan', /\b(sedan|saloon|limousine|berlina|four-?door|4-?door|pl510|510|e-?type saloon|ds ?\d*|traction)\b/i],
]

/** What a car looks like, as far as its name says so: a coupe unless told. Only for a drawing where there is no photo. */
export function bodyStyleOf(...words: (string | null | undefined)[]): BodyStyle {
  const name = words.filter(Boolean).join(' ')
  return signs.find(([, sign]) => sign.test(name))?.[0] ?? 'coupe'
}

/** See `version.ts`: browsers do not draw. A test says what they have to be. */
const versions: Record<BodyStyle, string> = {
  coupe: 'a6e69b41',
  sedan: '400acb25',
  wagon: '169d8810',
  pickup: '39f63177',
}

/** The plate of a body style: an SVG file of the page. */
export const bodyFile = (style: BodyStyle) => `/plates/bodies/${style}.svg`

export const bodyUrl = (style: BodyStyle) => `${bodyFile(style)}?v=${versions[style]}`
