import type { Car } from '../car.ts'
import { polar, polyline } from '../geometry.ts'
import type { Inks } from '../inks.ts'
import { label, letters } from '../lettering.ts'
import { circle, heading, path, rect } from '../marks.ts'

const stamped = '#1A2322'
const [left, top, width, height] = [130, 200, 940, 200]

/** The identification plate, each group of characters explained below it. */
export function vin(car: Car, inks: Inks): string {
  return heading('Identification plate', 'Last six withheld') + metal() + characters(car, inks)
}

function metal(): string {
  const brushed = Array.from({ length: 48 }, (_, i) => `M${left + 8} ${top + 5 + i * 4}H${left + width - 8}`)
  const screws = [left + 34, left + width - 34].map((x) => {
    const centre: [number, number] = [x, top + height / 2]
    const cross = Array.from({ length: 6 }, (_, i) => polyline([centre, polar(centre, 9, i * 60)]))
    return (
      circle(centre, 13, { weight: 'line', fill: '#AEB6B3', stroke: stamped }) +
      path(cross.join(''), { stroke: stamped, strokeWidth: 1.3 })
    )
  })
  return [
    rect(left + 6, top + 8, width, height, { fill: '#000', opacity: 0.22 }, 10),
    rect(left, top, width, height, { fill: '#C9CFCC' }, 10),
    rect(left, top, width, height / 2, { fill: '#D8DDDA' }, 10),
    path(brushed.join(''), { stroke: '#B3BBB8', strokeWidth: 0.8, opacity: 0.6 }),
    rect(left, top, width, height, { weight: 'line', stroke: stamped }, 10),
    rect(left + 13, top + 13, width - 26, height - 26, { weight: 'hair', stroke: stamped }, 4),
    ...screws,
  ].join('')
}

/** Characters in equal cells; leaders run from a bracket under each group to the list without crossing. */
function characters({ vin: groups }: Car, inks: Inks): string {
  const count = groups.reduce((sum, { code }) => sum + code.length, 0)
  const cell = Math.min(62, 780 / count)
  let x = 600 - (count * cell) / 2
  const drawn = groups.map(({ code, meaning }, group) => {
    const from = x
    const stamp = [...code].map((character, i) => {
      const middle = from + cell * (i + 0.5)
      const cut = { face: 'stamp', size: 84, anchor: 'middle' } as const
      return (
        `<g opacity=".8">${letters(middle, top + 128, character, { ...cut, fill: '#fff' })}</g>` +
        letters(middle - 1.5, top + 126, character, { ...cut, fill: stamped })
      )
    })
    x += code.length * cell
    const centre = (from + x) / 2
    const row = 470 + (groups.length - 1 - group) * 44
    return [
      ...stamp,
      path(`M${from + 8} ${top + 150}H${x - 8}`, { weight: 'line', stroke: stamped }),
      path(`M${centre} ${top + 150}V${top + height}`, { weight: 'hair', stroke: stamped }),
      `<g class="note">${path(`M${centre} ${top + height + 6}V${row - 8}H${centre + 34}`, { weight: 'hair' })}${circle([centre, top + height + 6], 3.5, { fill: inks.line })}${label(centre + 44, row, meaning)}</g>`,
    ].join('')
  })
  return drawn.join('')
}
