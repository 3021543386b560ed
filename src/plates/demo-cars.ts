import type { Car } from './car.ts'
import { cars } from './cars/index.ts'
import { plate, plateSize, plateUrl, type View, viewsOf } from './plate.ts'
import { versionOf } from './version.ts'

export type DemoPhoto = { view: View; url: string; caption: string; altText: string; width: number; height: number }

export type DemoCar = { id: string; year: number; make: string; model: string; photos: DemoPhoto[] }

/** Parts of the engine bay by the numbers on the plate. */
const bayParts = {
  V8: '1 air cleaner, 2 right valve cover, 3 washer bottle, 4 wiper motor, 5 distributor, 6 brake booster, 7 left valve cover, 8 battery, 9 radiator',
  I4: '1 air cleaner, 2 intake manifold, 3 washer bottle, 4 wiper motor, 5 distributor, 6 brake booster, 7 cam cover, 8 battery, 9 radiator',
}

const views: Record<View, { caption: (car: Car) => string; drawing: string }> = {
  side: { caption: () => 'Side elevation', drawing: 'side elevation with wheelbase and length' },
  lines: { caption: () => 'Body lines from the front quarter', drawing: 'body lines, three-quarter view' },
  bay: {
    caption: ({ engine }) => `Engine bay in plan\n${bayParts[engine.layout]}`,
    drawing: 'engine bay in plan, nine parts numbered',
  },
  dash: { caption: () => 'Instruments, ignition off', drawing: 'instrument cluster' },
  tyre: { caption: () => 'Wheel, tyre and size marks', drawing: 'wheel and tyre with a section' },
  vin: {
    caption: () => 'Identification plate, last six withheld',
    drawing: 'identification plate, each group explained',
  },
}

/** The drawn cars and their plates, as the demo's vehicles and photos. A caption's second line explains numbers. */
export const demoCars: readonly DemoCar[] = cars.map((car) => ({
  id: car.id,
  year: car.year,
  make: car.make,
  model: car.name,
  photos: viewsOf(car).map((view) => ({
    view,
    /** Drawn for it when it is asked for, which only a first start of the demo does. */
    get url() {
      return `${plateUrl(view, car)}?v=${versionOf(plate(view, car))}`
    },
    caption: views[view].caption(car),
    altText: `Drawing: ${car.year} ${car.make} ${car.name}, ${views[view].drawing}`,
    ...plateSize,
  })),
}))
