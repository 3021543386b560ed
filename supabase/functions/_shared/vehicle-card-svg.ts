import type { VehicleCard } from './vehicle-card.ts'

const width = 1200
const height = 630
const margin = 80
const barWidth = width - 2 * margin
const lineLength = 28

const betNames: Record<string, string> = {
  value_milestone: 'Value reached',
  auction_price: 'Hammer price',
  next_mod_value: 'Next modification',
  completion_date: 'Days to completion',
}

/** The card as a picture of text: a picture inside it could not load where cards are shown. */
export function drawVehicleCard(card: VehicleCard): string {
  const total = card.votes.yes + card.votes.no
  const verdict = total === 0 ? 'No votes yet' : `${card.votes.yes_percent} % of ${total} vote for auction`
  const [first = '', second = ''] = wrap(card.name)
  const rows = card.sentiment.slice(0, 3).map((row, index) => {
    const y = 470 + index * 46
    return (
      `<text class="small" x="${margin}" y="${y}">${xmlText(betNames[row.bet_type] ?? row.bet_type)}</text>` +
      `<text class="small figure" x="${width - margin}" y="${y}">${xmlText(describe(row))}</text>`
    )
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${xmlText(`${card.name}: ${verdict}`)}</title>`,
    '<style>text{font-family:Georgia,serif;fill:#1d1b17}.name{font-size:76px}.small{font-size:30px}.figure{text-anchor:end}</style>',
    `<rect width="${width}" height="${height}" fill="#f6f2e9"/>`,
    `<text class="name" x="${margin}" y="150">${xmlText(first)}</text>`,
    `<text class="name" x="${margin}" y="236">${xmlText(second)}</text>`,
    `<rect x="${margin}" y="300" width="${barWidth}" height="14" rx="7" fill="#ddd5c3"/>`,
    `<rect x="${margin}" y="300" width="${Math.round((barWidth * card.votes.yes_percent) / 100)}" height="14" rx="7" fill="#9a3324"/>`,
    `<text class="small" x="${margin}" y="366">${xmlText(verdict)}</text>`,
    ...rows,
    '</svg>',
  ].join('\n')
}

function describe(row: VehicleCard['sentiment'][number]): string {
  const bets = `${row.total_bets} ${row.total_bets === 1 ? 'bet' : 'bets'}`
  if (row.avg_predicted_value === null) return bets
  const value = Math.round(row.avg_predicted_value).toLocaleString('en-US')
  return `${row.bet_type === 'completion_date' ? value : `$${value}`} · ${bets}`
}

/** Two lines at most; a longer name ends in an ellipsis. */
function wrap(name: string): [string, string] {
  const glyphs = [...name]
  if (glyphs.length <= lineLength) return [name, '']
  const space = glyphs.lastIndexOf(' ', lineLength)
  const cut = space > 0 ? space : lineLength
  const rest = glyphs.slice(cut).join('').trim()
  const short = [...rest].length > lineLength ? `${[...rest].slice(0, lineLength - 1).join('')}…` : rest
  return [glyphs.slice(0, cut).join(''), short]
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** XML text: control characters are not allowed in it in any form. */
function xmlText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replace(/[\u0000-\u001f\u007f\ufffe\uffff]/g, ' ').replace(/[&<>"']/g, (char) => entities[char] ?? char)
}
