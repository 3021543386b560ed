import type { Car, Point } from '../car.ts'
import { extent, flatten, polyline } from '../geometry.ts'
import type { Inks } from '../inks.ts'
import { label } from '../lettering.ts'
import { annotation, heading, line, path } from '../marks.ts'

/**
 * Body lines from the front quarter: the side outline is sliced into stations, `step` millimetres apart,
 * and painted back to front. The ground colour hides what is behind.
 */
export function lines(car: Car, inks: Inks, { step = 62 }: { step?: number } = {}): string {
  const project = projection(car)
  const stations = sliced(car, step)
  const drawn: string[] = [ground(car, inks, project)]
  const wheel = wheelDrawer(car, inks, project)
  const rear = car.frontAxle + car.wheelbase
  drawn.push(wheel(rear, (car.width / 2) * 0.9, 'far'), wheel(car.frontAxle, (car.width / 2) * 0.9, 'far'))
  const waiting = [rear, car.frontAxle]
  for (const { x, half } of stations) {
    const near = half.map(([z, y]) => project(x, y, -z))
    const far = half
      .slice(0, -1)
      .reverse()
      .map(([z, y]) => project(x, y, z))
    drawn.push(path(`${polyline([...near, ...far])}Z`, { weight: 'station', fill: inks.ground }))
    // A near wheel stands in front of the stations behind it and behind those in front.
    const axle = waiting[0]
    if (axle !== undefined && x < axle - car.archRadius + step) {
      waiting.shift()
      drawn.push(wheel(axle, -halfWidth(car, axle) * 0.955, 'near'))
    }
  }
  drawn.push(face(car, inks, project), splines(stations, project), figures(car, project))
  return drawn.join('') + heading('Body lines', `Stations every ${step} mm`)
}

type Project = (x: number, y: number, z: number) => Point
type Station = { x: number /** Half section from the sill to the crown: [z, y] in mm. */; half: Point[] }

const shoulder = 5
const roofEdge = 9

/** An oblique view from 34 degrees round and 17 degrees up, scaled so that every car fits. */
function projection(car: Car): Project {
  const [turn, tilt] = [(34 * Math.PI) / 180, (17 * Math.PI) / 180]
  const [ct, st, cp, sp] = [Math.cos(turn), Math.sin(turn), Math.cos(tilt), Math.sin(tilt)]
  const scale = Math.min(0.205, 1000 / (car.length * ct + car.width * st))
  const originX = 120 + (car.width / 2) * st * scale
  return (x, y, z) => [originX + (x * ct - z * st) * scale, 600 - (y * cp + (x * st + z * ct) * sp) * scale]
}

/** Half the width of the body at `x`: narrower at both ends and, a little, at the waist. */
function halfWidth({ length, width }: Car, x: number): number {
  const front = Math.max(0, 1 - x / 620)
  const back = Math.max(0, 1 - (length - x) / 560)
  const waist = Math.exp(-(((x - length / 2) / 700) ** 2))
  return (width / 2) * (1 - 0.13 * front ** 3 - 0.1 * back ** 3 - 0.018 * waist)
}

function sliced(car: Car, step: number): Station[] {
  const body = flatten(car.body)
  const roof = flatten(car.roof)
  const places: number[] = []
  for (let x = car.length - 48; x > 60; x -= step) places.push(x)
  return [...places, 62].flatMap((x) => {
    const side = extent(body, x)
    return side ? [{ x, half: section(car, x, side, extent(roof, x)?.high ?? 0) }] : []
  })
}

function section(car: Car, x: number, side: { low: number; high: number }, crown: number): Point[] {
  const w = halfWidth(car, x)
  const top = side.high
  const arch = archAt(car, x)
  const sill = arch === null ? side.low : Math.min(arch, top - 60)
  const belt = sill + (top - sill) * 0.55
  const flank: Point[] = [
    [w * 0.93, sill],
    [w * 0.985, sill + (belt - sill) * 0.4],
    [w, belt],
    [w * 0.99, top - (top - belt) * 0.4],
    [w * 0.955, top - 22],
    [w * 0.9, top],
  ]
  const cabin = crown - top
  if (cabin <= 14) return [...flank, [w * 0.6, top + 14], [0, top + 20]]
  const lean = cabin * 0.3
  return [
    ...flank,
    [w * 0.86, top + 6],
    [w * 0.86 - lean * 0.6, top + cabin * 0.6],
    [w * 0.86 - lean, top + cabin * 0.93],
    [w * 0.72 - lean, top + cabin * 0.99],
    [0, crown],
  ]
}

/** Height of the wheel arch's edge at `x`, or null away from the wheels. */
function archAt(car: Car, x: number): number | null {
  for (const axle of [car.frontAxle, car.frontAxle + car.wheelbase]) {
    const distance = x - axle
    if (Math.abs(distance) < car.archRadius) return car.tyreRadius + Math.sqrt(car.archRadius ** 2 - distance ** 2)
  }
  return null
}

function ring(count: number, point: (cos: number, sin: number) => Point): string {
  const points = Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI
    return point(Math.cos(angle), Math.sin(angle))
  })
  return `${polyline(points)}Z`
}

function wheelDrawer(car: Car, inks: Inks, project: Project) {
  return (axle: number, z: number, side: 'near' | 'far'): string => {
    const disc = (r: number, depth: number) =>
      ring(48, (cos, sin) => project(axle + r * cos, car.tyreRadius + r * sin, depth))
    const tyre =
      path(disc(car.tyreRadius, side === 'far' ? z : z + 150), { fill: inks.line }) +
      path(disc(car.tyreRadius, z), { fill: inks.line })
    if (side === 'far') return tyre
    const [inner, outer] = [car.rimRadius * 0.42, car.rimRadius * 0.9]
    const spokes = Array.from({ length: 10 }, (_, i) => {
      const [cos, sin] = [Math.cos((i / 5) * Math.PI), Math.sin((i / 5) * Math.PI)]
      return polyline([inner, outer].map((r) => project(axle + r * cos, car.tyreRadius + r * sin, z)))
    })
    return [
      tyre,
      path(disc(car.tyreRadius - 12, z), { weight: 'hair', stroke: inks.ground }),
      path(disc(car.rimRadius + 18, z), { weight: 'hair', fill: inks.ground, stroke: inks.ground }),
      path(disc(outer, z), { weight: 'hair' }),
      path(disc(inner, z), { weight: 'hair' }),
      path(spokes.join(''), { weight: 'hair' }),
    ].join('')
  }
}

const margin = 260

function ground(car: Car, inks: Inks, project: Project): string {
  const edge = car.width / 2 + margin
  const corners: [number, number][] = [
    [-200, -edge],
    [car.length + 260, -edge],
    [car.length + 260, edge],
    [-200, edge],
  ]
  const rules: string[] = []
  for (let x = 0; x <= car.length; x += 500) rules.push(polyline([project(x, 0, -edge), project(x, 0, edge)]))
  return (
    path(`${polyline(corners.map(([x, z]) => project(x, 0, z)))}Z`, { fill: inks.floor }) +
    path(rules.join(''), { weight: 'hair', opacity: 0.35 })
  )
}

/** Grille, headlamps and bumper on the first station. */
function face(car: Car, inks: Inks, project: Project): string {
  const at = 62
  const width = halfWidth(car, at) * 0.86
  const top = (extent(flatten(car.body), 75)?.high ?? 800) - 60
  const bottom = top - 155
  const panel = (x: number, half: number, high: number, low: number) =>
    `${polyline(
      (
        [
          [-half, high],
          [half, high],
          [half, low],
          [-half, low],
        ] as Point[]
      ).map(([z, y]) => project(x, y, z)),
    )}Z`
  const bars = Array.from({ length: 15 }, (_, i) => (i - 7) * width * 0.082).map((z) =>
    polyline([project(at - 14, top - 8, z), project(at - 14, bottom + 8, z)]),
  )
  const lamps = [-1, 1].map((side) => {
    const disc = (r: number) =>
      ring(40, (cos, sin) => project(at - 18, (top + bottom) / 2 + r * sin, side * width * 0.8 + r * cos))
    return (
      path(disc(76), { fill: inks.ground }) + path(disc(58), { weight: 'hair' }) + path(disc(18), { weight: 'hair' })
    )
  })
  const drop = bottom < 570 ? 40 : 0
  return [
    path(panel(at - 14, width, top, bottom), { fill: inks.line }),
    path(bars.join(''), { weight: 'hair', stroke: inks.ground, opacity: 0.55 }),
    ...lamps,
    path(panel(10, halfWidth(car, at), 566 - drop, 486 - drop), { weight: 'line', fill: inks.ground }),
  ].join('')
}

/** The shoulder and the edge of the roof, drawn through the stations on the near side. */
function splines(stations: Station[], project: Project): string {
  const through = (index: number) =>
    stations.flatMap(({ x, half }) => {
      const point = half[index]
      return point && (index === shoulder || half.length > roofEdge) ? [project(x, point[1], -point[0])] : []
    })
  const [along, roof] = [through(shoulder), through(roofEdge)]
  return path(polyline(along), { weight: 'line' }) + (roof.length ? path(polyline(roof), { weight: 'line' }) : '')
}

/** Metres along the near edge of the ground. */
function figures(car: Car, project: Project): string {
  const edge = car.width / 2 + margin
  const marks = [0, 1, 2, 3, 4].map((metres) => {
    const from = project(metres * 1000, 0, -edge)
    const to = project(metres * 1000, 0, -edge - 80)
    return (
      line(...from, ...to) +
      label(to[0] + 4, to[1] + 26, metres === 0 ? '0' : `${metres} m`, { anchor: 'middle', quiet: true })
    )
  })
  return annotation(...marks)
}
