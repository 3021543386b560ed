const half = 0.5

/** Fine enough to notice when a photo of several viewports' height fills half of the viewport. */
const thresholds = Array.from({ length: 26 }, (_, index) => index / 50)

/**
 * Tells when an element comes into sight and when it leaves it: at least half of it shows, or, where it is taller than
 * the viewport, it fills at least half of that. What a scrolling ancestor cuts off does not show, nor does an image
 * that has not arrived yet.
 *
 * @param signal ends it; elements still watched have to be ignored besides
 */
export function watchSight(onChange: (element: Element, inSight: boolean) => void, signal: AbortSignal) {
  const showing = new Set<Element>()
  const tell = (element: Element) => onChange(element, showing.has(element) && hasArrived(element))

  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (showsHalf(entry)) showing.add(entry.target)
        else showing.delete(entry.target)
        tell(entry.target)
      }
    },
    { threshold: thresholds },
  )

  // `load` does not bubble, but it can be captured on its way down.
  const onLoad = ({ target }: Event) => {
    for (const element of showing) if (element.contains(target as Node)) tell(element)
  }
  document.addEventListener('load', onLoad, { capture: true, signal })

  return {
    watch: (element: Element) => observer.observe(element),
    ignore(element: Element) {
      observer.unobserve(element)
      showing.delete(element)
    },
    ignoreAll() {
      observer.disconnect()
      showing.clear()
    },
  }
}

function showsHalf({ intersectionRatio, intersectionRect, rootBounds }: IntersectionObserverEntry): boolean {
  const shown = area(intersectionRect)
  // A frame of another origin is not told how large the viewport is.
  const enough = rootBounds ? area(rootBounds) * half : Number.POSITIVE_INFINITY
  return shown > 0 && (intersectionRatio >= half || shown >= enough)
}

const area = ({ width, height }: DOMRectReadOnly) => width * height

/** A broken image is `complete` too, but has no width. Without an image inside, the element itself is the photo. */
function hasArrived(element: Element): boolean {
  const image = element instanceof HTMLImageElement ? element : element.querySelector('img')
  return !image || (image.complete && image.naturalWidth > 0)
}
