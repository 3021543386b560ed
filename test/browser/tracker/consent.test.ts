import { describe, expect, test } from 'vitest'
import {
  flush,
  look,
  pause,
  photos,
  refuse,
  rounding,
  scrollTo,
  stare,
  startGallery,
  viewed,
  waiting,
  watch,
} from './gallery.ts'

describe('Somebody who has not consented', () => {
  const site = startGallery()

  test('is not observed, and nothing is stored or sent', async () => {
    const tab = await site.open({ init: () => Object.assign(window, { trackerOptions: { consent: false } }) })
    await stare(tab, 'front', 1_500)
    await flush(tab)
    await tab.close({ runBeforeUnload: false })
    await pause(500)
    expect(site.gallery.calls).toEqual([])
  })

  test('is observed from the moment of consent', async () => {
    const tab = await site.open({ init: () => Object.assign(window, { trackerOptions: { consent: false } }) })
    await scrollTo(tab, 'front')
    await pause(1_500)
    const consented = await tab.evaluate(() => {
      window.tracker.consent(true)
      return performance.now()
    })
    await expect.poll(() => viewed(tab)).toEqual([photos.front])
    await scrollTo(tab, 'engine')
    const now = await tab.evaluate(() => performance.now())
    await flush(tab)
    const [{ view_duration_seconds: seconds } = {}] = site.gallery.taken()
    expect(seconds).toBeLessThanOrEqual((now - consented) / 1_000 + rounding)
  })

  test('any more has what waited deleted, and the view in progress is not reported', async () => {
    site.gallery.answer = refuse(503)
    const tab = await site.open()
    await look(tab, 'front')
    await watch(tab, 'engine')
    expect(await waiting(tab)).toBe(1)
    await tab.evaluate(() => window.tracker.consent(false))
    await expect.poll(() => waiting(tab)).toBe(0)
    await tab.close()
    await pause(500)
    expect(site.gallery.calls).toEqual([])
  })

  test('and then has again starts anew: no view of before returns, each of after is one', async () => {
    const tab = await site.open()
    await watch(tab, 'front')
    const anew = Date.now()
    await tab.evaluate(() => {
      window.tracker.consent(false)
      window.tracker.consent(true)
    })
    await expect.poll(() => viewed(tab)).toEqual([photos.front, photos.front])
    await look(tab, 'engine')
    const since = (Date.now() - anew) / 1_000
    await flush(tab)
    expect(site.gallery.taken().map(({ image_id }) => image_id)).toEqual([photos.front, photos.engine])
    const seconds = site.gallery.taken().map(({ view_duration_seconds }) => view_duration_seconds ?? 0)
    expect(seconds.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(since + 2 * rounding)
  })

  test('but does with a click is observed from then on, where consent is a function', async () => {
    const tab = await site.open({
      init: () => {
        let consent = false
        addEventListener('click', () => {
          consent = true
        })
        Object.assign(window, { trackerOptions: { consent: () => consent } })
      },
    })
    await scrollTo(tab, 'front')
    await pause(1_300)
    expect(await viewed(tab)).toEqual([])
    await tab.mouse.click(700, 100)
    await expect.poll(() => viewed(tab)).toEqual([photos.front])
  })

  test('any more is asked again before anything is sent, where consent is a function', async () => {
    const tab = await site.open({
      init: () => Object.assign(window, { trackerOptions: { consent: () => document.title !== 'No' } }),
    })
    await look(tab, 'front')
    expect(await waiting(tab)).toBe(1)
    await tab.evaluate(() => {
      document.title = 'No'
    })
    await flush(tab)
    expect(site.gallery.calls).toEqual([])
    await expect.poll(() => waiting(tab)).toBe(0)
  })

  test('because of Global Privacy Control is not observed, whatever the page says', async () => {
    const tab = await site.open({
      init: () => {
        Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })
        Object.assign(window, { trackerOptions: { consent: true } })
      },
    })
    await tab.evaluate(() => window.tracker.consent(true))
    await stare(tab, 'front', 1_300)
    await flush(tab)
    expect([await viewed(tab), await waiting(tab), site.gallery.calls]).toEqual([[], 0, []])
  })

  test('to more stops for good: the view in progress is the last', async () => {
    const tab = await site.open()
    await watch(tab, 'front')
    await tab.evaluate(() => window.tracker.stop())
    await site.arrived(1)
    await scrollTo(tab, 'engine')
    await pause(1_300)
    expect(await viewed(tab)).toEqual([photos.front])
  })
})

describe('Somebody with Do Not Track', () => {
  const site = startGallery({ enable_do_not_track: true })

  test('is not observed, and what waited from before is deleted', async () => {
    const tab = await site.browser.newPage()
    await tab.goto(`${site.gallery.url}/photos/front.svg`)
    await tab.evaluate(() => localStorage.setItem(`paddock.views ${location.origin} 1 x`, '{}'))
    await tab.goto(site.gallery.url)
    await tab.waitForFunction(() => window.tracker)
    expect(await tab.evaluate(() => navigator.doNotTrack)).toBe('1')
    await expect.poll(() => waiting(tab)).toBe(0)
    await stare(tab, 'front', 1_300)
    await flush(tab)
    expect([await viewed(tab), await waiting(tab), site.gallery.calls]).toEqual([[], 0, []])
  })
})
