import type { Plugin } from 'vite'
import { bodies } from '../plates/bodies.ts'
import { type BodyStyle, bodyFile } from '../plates/body-style.ts'
import { cars } from '../plates/cars/index.ts'
import { plate, plateUrl, viewsOf } from '../plates/plate.ts'

/** Every plate as an SVG file of the page, by its path. Drawn at build time, so they cannot be stale. */
function drawAll(): Map<string, string> {
  return new Map([
    ...cars.flatMap((car) => viewsOf(car).map((view) => [plateUrl(view, car), plate(view, car)] as const)),
    ...Object.entries(bodies).map(([style, car]) => [bodyFile(style as BodyStyle), plate('side', car)] as const),
  ])
}

export function plates(): Plugin {
  return {
    name: 'paddock-plates',
    generateBundle() {
      for (const [url, source] of drawAll()) this.emitFile({ type: 'asset', fileName: url.slice(1), source })
    },
    configureServer(server) {
      const drawn = drawAll()
      server.middlewares.use((request, response, next) => {
        const svg = drawn.get((request.url ?? '').split('?')[0] ?? '')
        if (!svg) return next()
        response.setHeader('content-type', 'image/svg+xml')
        response.end(svg)
      })
    },
  }
}
