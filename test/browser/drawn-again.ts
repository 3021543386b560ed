import type { Page } from 'playwright-core'

/** Of React's own, as its DevTools read it. */
type Fiber = {
  tag: number
  flags: number
  alternate: Fiber | null
  child: Fiber | null
  sibling: Fiber | null
  stateNode: unknown
}

declare global {
  interface Window {
    /** The place of each component that was drawn again, in turn. */
    drawnAgain: string[]
  }
}

/**
 * Notes which components React draws again, those not counted that come to the page: by the hook that its DevTools use. To be
 * called before the page is opened.
 *
 * @param places selectors; a component is noted by the first in which it stands
 */
export const noteDrawnAgain = (page: Page, places: string[]) =>
  page.addInitScript((places) => {
    window.drawnAgain = []
    const ofFunctions = new Set([0, 11, 14, 15])
    const elementOf = (fiber: Fiber | null): Element | null => {
      for (let each = fiber; each; each = each.sibling) {
        const found = each.stateNode instanceof Element ? each.stateNode : elementOf(each.child)
        if (found) return found
      }
      return null
    }
    const look = (fiber: Fiber) => {
      const before = fiber.alternate
      if (!before) return
      const hasWorked = (fiber.flags & 1) !== 0
      if (hasWorked && ofFunctions.has(fiber.tag)) {
        const element = elementOf(fiber.child)
        if (element) window.drawnAgain.push(places.find((place) => element.closest(place)) ?? 'elsewhere')
      }
      if (fiber.child === before.child) return
      for (let child = fiber.child; child; child = child.sibling) look(child)
    }
    const hook = {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: (_id: number, { current }: { current: Fiber }) => look(current),
      onCommitFiberUnmount: () => {},
      onPostCommitFiberRoot: () => {},
    }
    Object.assign(window, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook })
  }, places)
