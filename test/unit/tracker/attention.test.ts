import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAttention } from '../../../src/client/tracker/attention.ts'

const pass = (ms: number) => vi.advanceTimersByTime(ms)

function watchPhoto() {
  const views: string[] = []
  const dwells: number[] = []
  const attention = createAttention({
    onView: (imageId) => views.push(imageId),
    onEnd: (_imageId, dwellMs) => dwells.push(dwellMs),
  })
  const photo = attention.add('front')
  return { attention, photo, views, dwells, see: (inSight: boolean) => attention.sight(photo, inSight) }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('A stay in sight', () => {
  test('shorter than a second is no view', () => {
    const { see, views, dwells } = watchPhoto()
    see(true)
    pass(999)
    see(false)
    pass(5_000)
    expect({ views, dwells }).toEqual({ views: [], dwells: [] })
  })

  test('of a second is a view then, and reports its dwell when it ends', () => {
    const { see, views, dwells } = watchPhoto()
    see(true)
    pass(1_000)
    expect({ views, dwells }).toEqual({ views: ['front'], dwells: [] })
    pass(3_000)
    see(false)
    expect(dwells).toEqual([4_000])
  })

  test('has to be continuous: two halves of a second are no view', () => {
    const { see, views, dwells } = watchPhoto()
    for (let time = 0; time < 5; time++) {
      see(true)
      pass(600)
      see(false)
      pass(10)
    }
    expect({ views, dwells }).toEqual({ views: [], dwells: [] })
  })

  test('is not interrupted by being told again that the photo is in sight', () => {
    const { see, views, dwells } = watchPhoto()
    for (let time = 0; time < 5; time++) {
      see(true)
      pass(500)
    }
    see(false)
    expect({ views, dwells }).toEqual({ views: ['front'], dwells: [2_500] })
  })

  test('ends when the photo is no longer watched', () => {
    const { attention, photo, see, dwells } = watchPhoto()
    see(true)
    pass(1_500)
    attention.remove(photo)
    pass(5_000)
    expect(dwells).toEqual([1_500])
  })

  test('of one photo leaves those of others alone', () => {
    const { attention, see, views, dwells } = watchPhoto()
    const other = attention.add('engine')
    see(true)
    pass(500)
    attention.sight(other, true)
    pass(700)
    see(false)
    pass(800)
    attention.sight(other, false)
    expect({ views, dwells }).toEqual({ views: ['front', 'engine'], dwells: [1_200, 1_500] })
  })
})

describe('A page', () => {
  test('behind another one shows nothing', () => {
    const { attention, see, views } = watchPhoto()
    attention.front(false)
    see(true)
    pass(5_000)
    expect(views).toEqual([])
  })

  test('that goes behind ends the view; one that returns needs another continuous second for the next', () => {
    const { attention, see, views, dwells } = watchPhoto()
    see(true)
    pass(2_000)
    attention.front(false)
    expect(dwells).toEqual([2_000])
    pass(60_000)
    attention.front(true)
    pass(900)
    expect(views).toHaveLength(1)
    pass(600)
    see(false)
    expect({ views, dwells }).toEqual({ views: ['front', 'front'], dwells: [2_000, 1_500] })
  })
})

describe('Somebody who does not move', () => {
  test('for half a minute is taken for gone: the view ends there', () => {
    const { see, dwells } = watchPhoto()
    pass(5_000)
    see(true)
    pass(3_600_000)
    expect(dwells).toEqual([25_000])
  })

  test('but moves now and then keeps looking', () => {
    const { attention, see, views, dwells } = watchPhoto()
    see(true)
    for (let time = 0; time < 10; time++) {
      pass(20_000)
      attention.alive()
    }
    see(false)
    expect({ views: views.length, dwells }).toEqual({ views: 1, dwells: [200_000] })
  })

  test('starts a new view with the first move', () => {
    const { attention, see, views, dwells } = watchPhoto()
    see(true)
    pass(100_000)
    attention.alive()
    pass(2_000)
    see(false)
    expect({ views: views.length, dwells }).toEqual({ views: 2, dwells: [30_000, 2_000] })
  })

  test('because the computer slept, timers and all, is not credited with its sleep', () => {
    const { attention, see, dwells } = watchPhoto()
    see(true)
    pass(4_000)
    const awake = performance.now()
    vi.spyOn(performance, 'now').mockImplementation(() => awake + 8 * 3_600_000)
    attention.alive()
    expect(dwells).toEqual([30_000])
  })
})

test('A withdrawn consent ends what is in progress without a report', () => {
  const { attention, see, views, dwells } = watchPhoto()
  see(true)
  pass(700)
  attention.discard()
  pass(60_000)
  expect({ views, dwells }).toEqual({ views: [], dwells: [] })
})
