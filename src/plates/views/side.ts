import type { Car, Outline } from '../car.ts'
import { mapOutline } from '../geometry.ts'
import { chrome, type Inks, rubber } from '../inks.ts'
import { label, letters } from '../lettering.ts'
import { annotation, dimension, line, path, rect } from '../marks.ts'
import { wheel } from '../wheel.ts'

/** One scale for all side elevations, in units of the plate per millimetre: a smaller car is drawn smaller. */
const scale = 0.2
const road = 540
const glassInk = '#33464B'

/** Side elevation with wheelbase and overall length. */
export function side(car: Car, inks: Inks): string {
  const frame = frameOf(car)
  return [
    rect(0, road - 38, 1200, 800 - road + 38, { fill: inks.floor }),
    clips(car, frame),
    shadow(car, frame),
    roof(car, frame),
    windows(car, frame),
    flank(car, frame),
    fittings(car, frame),
    ...[car.frontAxle, car.frontAxle + car.wheelbase].map((axle) =>
      wheel([frame.x(axle), frame.y(car.tyreRadius)], car.tyreRadius * scale, car.rimRadius * scale, car.wheel),
    ),
    dimensions(car, frame),
  ].join('')
}

type Frame = ReturnType<typeof frameOf>

function frameOf(car: Car) {
  const left = (1200 - car.length * scale) / 2
  const x = (mm: number) => left + mm * scale
  const y = (mm: number) => road - mm * scale
  return { left, x, y, draw: (outline: Outline) => mapOutline(outline, x, y), id: `${car.id}-side` }
}

function clips(car: Car, { draw, id }: Frame): string {
  const clip = (name: string, ...outlines: Outline[]) =>
    `<clipPath id="${id}-${name}">${outlines.map((o) => `<path d="${draw(o)}"/>`).join('')}</clipPath>`
  return clip('body', car.body) + clip('roof', car.roof) + clip('glass', ...car.glass)
}

const clipped = (id: string, name: string, ...parts: string[]) =>
  `<g clip-path="url(#${id}-${name})">${parts.join('')}</g>`

function shadow(car: Car, { x }: Frame): string {
  const top = road - 6
  const bottom = road + 7
  const outline = `M${x(60)} ${top}L${x(car.length - 60)} ${top}L${x(car.length - 240)} ${bottom}L${x(260)} ${bottom}Z`
  return path(outline, { fill: '#0B0F10', opacity: 0.5 })
}

function roof(car: Car, { x, y, draw, id }: Frame): string {
  const lower = mapOutline(car.roof, x, (mm) => y(mm) + 9)
  return (
    path(draw(car.roof), { fill: car.paint.base }) +
    clipped(id, 'roof', path(lower, { fill: car.paint.shade, opacity: 0.45 }))
  )
}

/** Glass, the seat seen through it, one flat reflection and its rubber. */
function windows(car: Car, { x, y, draw, id }: Frame): string {
  const { frontAxle: axle, wheelbase: base, height } = car
  const seat = `M${x(axle + base * 0.5)} ${y(height * 0.62)}L${x(axle + base * 0.5)} ${y(height * 0.82)}q2 -12 16 -10l22 3q8 2 10 14l16 ${height * 0.07}Z`
  const reflection = `M${x(axle + base * 0.42)} ${y(height)}L${x(axle + base * 0.3)} ${y(height * 0.6)}L${x(axle + base * 0.4)} ${y(height * 0.6)}L${x(axle + base * 0.52)} ${y(height)}Z`
  return [
    ...car.glass.map((pane) => path(draw(pane), { fill: glassInk })),
    clipped(id, 'glass', path(seat, { fill: '#1D2A2D' }), path(reflection, { fill: '#fff', opacity: 0.16 })),
    ...car.glass.map(
      (pane) =>
        path(draw(pane), { weight: 'line', stroke: '#DADFDC' }) + path(draw(pane), { weight: 'hair', stroke: rubber }),
    ),
  ].join('')
}

/** The body side: paint, its darker half, stripe, wheel arches, creases and shut lines. */
function flank(car: Car, { left, x, y, draw, id }: Frame): string {
  const { paint } = car
  const axles = [car.frontAxle, car.frontAxle + car.wheelbase]
  const arch = (axle: number, look: string, grow = 0) =>
    `<circle cx="${x(axle)}" cy="${y(car.tyreRadius)}" r="${car.archRadius * scale + grow}" ${look}/>`
  const sill = car.height > 1600 ? '' : rect(left, y(262), car.length * scale, 60, { fill: '#0E1213', opacity: 0.5 })
  return [
    path(draw(car.body), { fill: paint.base }),
    clipped(
      id,
      'body',
      path(draw(car.shade), { fill: paint.shade }),
      path(draw(car.creases[0] ?? ''), { stroke: paint.light, strokeWidth: 5 }, ' transform="translate(0 -5)"'),
      path(
        draw(car.body),
        { stroke: paint.light, strokeWidth: 9, opacity: 0.9 },
        ' transform="translate(0 1)" style="clip-path:inset(0 0 62% 0)"',
      ),
      car.stripe ? path(draw(car.stripe.path), { fill: car.trim }) : '',
      ...axles.map((axle) => arch(axle, 'fill="#0E1213"')),
      sill,
      ...axles.map((axle) => arch(axle, `fill="none" stroke="${paint.light}" stroke-width="2.5"`, 1.5)),
    ),
    car.trimline ? path(draw(car.trimline), { stroke: '#E7EAE7', strokeWidth: 4 }) : '',
    ...car.creases.map((crease) => path(draw(crease), { weight: 'hair', stroke: rubber, opacity: 0.75 })),
    ...car.cuts.map((cut) => path(draw(cut), { weight: 'hair', stroke: rubber })),
  ].join('')
}

/** What is bolted on: lettering, handles, lamps, bumpers and mirror. Last come the outlines. */
function fittings(car: Car, { x, y, draw, id }: Frame): string {
  const framed = (left: number, top: number, width: number, height: number, fill: string) =>
    rect(left, top, width, height, { fill }) + rect(left, top, width, height, { weight: 'hair', stroke: rubber })
  const [mirrorX, mirrorY] = car.mirror
  return [
    car.stripe
      ? letters(x(car.stripe.at[0]), y(car.stripe.at[1]), car.stripe.text, {
          face: 'emboss',
          size: 15,
          anchor: 'middle',
          spacing: 0.06,
          fill: car.paint.base,
        })
      : '',
    ...car.handles.map(([handleX, handleY]) => framed(x(handleX), y(handleY), 24, 5, '#E7EAE7')),
    ...car.lamps.map(({ at, width, height }) =>
      framed(x(at[0]), y(at[1]), width * scale, height * scale, at[0] < 1000 ? '#E9A13B' : '#B3261E'),
    ),
    ...car.bumpers.map(
      (bumper) => path(draw(bumper), { fill: chrome }) + path(draw(bumper), { weight: 'hair', stroke: rubber }),
    ),
    clipped(id, 'roof', path(draw(car.roof), { weight: 'line', stroke: rubber })),
    path(draw(car.body), { weight: 'line', stroke: rubber }),
    path(`M${x(mirrorX)} ${y(mirrorY)}q-14 -1 -14 -10q8 -5 19 -2l3 9Z`, {
      fill: chrome,
      stroke: rubber,
      strokeWidth: 1.4,
    }),
  ].join('')
}

function dimensions(car: Car, { left, x }: Frame): string {
  const inches = (mm: number, digits: number) => `${(mm / 25.4).toFixed(digits)} in`
  const [front, rear] = [x(car.frontAxle), x(car.frontAxle + car.wheelbase)]
  const [nose, tail] = [x(0), x(car.length)]
  return annotation(
    line(front, road + 26, front, 656),
    line(rear, road + 26, rear, 656),
    dimension(front, rear, 640, `Wheelbase ${inches(car.wheelbase, 0)}`),
    line(nose, road + 60, nose, 716),
    line(tail, road + 60, tail, 716),
    dimension(nose, tail, 700, `Length ${inches(car.length, 1)}`),
    label(left, 116, `${car.year} ${car.make}`, { quiet: true }),
    label(1200 - left, 116, 'Scale common to all plates', { anchor: 'end', quiet: true, wideOnly: true }),
    line(left, 140, 1200 - left, 140),
  )
}
