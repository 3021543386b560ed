/** Draws docs/design/engagement-score.svg: the formula of supabase/schemas/30_attention/42_engagement_score.sql, over heat and over time. */

const halfLifeDays = 30

/** The score that `app.engagement_score` gives to a heat; a test holds the two against each other. */
export const engagementScore = (heat: number) => (100 * Math.log(1 + heat)) / (Math.log(1 + heat) + Math.log(101))

const short = (heat: number) => (heat < 1_000_000 ? heat.toLocaleString('en-US') : '1 million')

type Panel = { left: number; title: string; unit: string; x: (value: number) => number; ticks: [number, string][] }

const width = 330
const top = 40
const bottom = 240
const y = (score: number) => bottom - (score / 100) * (bottom - top)

const byHeat: Panel = {
  left: 40,
  title: 'Score by heat',
  unit: 'heat',
  x: (heat) => byHeat.left + (Math.log10(heat) / 6) * width,
  ticks: [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000].map((heat) => [heat, short(heat)]),
}

const byAge: Panel = {
  left: 440,
  title: 'Score after the last view',
  unit: 'days',
  x: (days) => byAge.left + (days / 180) * width,
  ticks: [0, 30, 60, 90, 120, 150, 180].map((days) => [days, String(days)]),
}

const style = `
  text { font: 12px system-ui, sans-serif; fill: #47514f }
  .title { font-size: 14px; fill: #14191a }
  .grid { stroke: #808a87; stroke-opacity: .3 }
  .axis { stroke: #808a87 }
  .curve { fill: none; stroke: #1f5a85; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #b6bfbc } .title { fill: #ecefeb } .curve { stroke: #a5cce8 }
  }`

export function engagementPlot(): string {
  const heats = Array.from({ length: 121 }, (_, n) => 10 ** (n / 20))
  const days = Array.from({ length: 61 }, (_, n) => n * 3)
  const cooling = (heat: number) =>
    days.map((day): [number, number] => [day, engagementScore(heat * 0.5 ** (day / halfLifeDays))])
  const parts = [
    frame(byHeat),
    curve(
      byHeat,
      heats.map((heat) => [heat, engagementScore(heat)]),
    ),
    frame(byAge),
    ...[10_000, 1_000, 100].flatMap((heat) => {
      const points = cooling(heat)
      const end = points.at(-1)?.[1] ?? 0
      const label = `<text x="${byAge.left + width + 8}" y="${at(y(end) + 4)}">${short(heat)} views</text>`
      return [curve(byAge, points), label]
    }),
  ]
  return `<!-- Drawn by scripts/generate/engagement-plot.ts: npm run generate -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 880 290" width="880" height="290" role="img" aria-label="The engagement score rises with heat from 13 at 1 to 75 at 1,000,000, and falls as heat halves every 30 days">
<style>${style}
</style>
${parts.join('\n')}
</svg>
`
}

function frame({ left, title, unit, x, ticks }: Panel): string {
  const lines = [0, 25, 50, 75, 100].map(
    (score) =>
      `<path class="${score ? 'grid' : 'axis'}" d="M${left} ${y(score)}h${width}"/><text x="${left - 8}" y="${y(score) + 4}" text-anchor="end">${score}</text>`,
  )
  const labels = ticks.map(
    ([value, label]) =>
      `<path class="axis" d="M${at(x(value))} ${bottom}v5"/><text x="${at(x(value))}" y="${bottom + 19}" text-anchor="middle">${label}</text>`,
  )
  return [
    `<text class="title" x="${left}" y="20">${title}</text>`,
    ...lines,
    ...labels,
    `<text x="${left + width}" y="${bottom + 38}" text-anchor="end">${unit}</text>`,
  ].join('\n')
}

const curve = ({ x }: Panel, points: [number, number][]) =>
  `<path class="curve" d="M${points.map(([value, score]) => `${at(x(value))} ${at(y(score))}`).join('L')}"/>`

const at = (value: number) => Math.round(value * 10) / 10
