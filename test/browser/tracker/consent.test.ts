import { describe, expect, test } from 'vitest'
import { flush, look, pause, photos, refuse, scrollTo, startGallery, viewed, waiting } from './gallery.ts'

describe('Somebody who has not consented', () => {
  const site = startGallery()

  test('is not observed, and nothing is stored or sent', async () => {
    const tab = await site.open({ init: () => Object.assign(window, { trackerOptions: { consent: false } }) })
    await look(tab, 'front', 1_500)
    await flush(tab)
    await tab.close()
    await pause(500)
    expect(site.gallery.calls).toEqual([])
  })

  test('is observed from the moment of consent', async () => {
    const tab = await site.open({ init: () => Object.assign(window, { trackerOptions: { consent: false } }) })
    await scrollTo(tab, 'front')
    await pause(1_500)
    await tab.evaluate(() => window.tracker.consent(true))
    await pause(500)
    expect(await viewed(tab)).toEqual([])
    await pause(1_000)
    expect(await viewed(tab)).toEqual([photos.front])
  })

  test('any more has what waited deleted, and the view in progress is not reported', async () => {
    site.gallery.answer = refuse(503)
    const tab = await site.open()
    await look(tab, 'front', 1_200)
    await scrollTo(tab, 'engine')
    await pause(1_200)
    expect(await waiting(tab)).toBe(1)
    await tab.evaluate(() => window.tracker.consent(false))
    expect(await waiting(tab)).toBe(0)
    await tab.close()
    await pause(500)
    expect(site.gallery.calls).toEqual([])
  })

  test('and then has again starts anew: no view of before returns, each of after is one', async () => {
    const tab = await site.open()
    await scrollTo(tab, 'front')
    await pause(1_200)
    await tab.evaluate(() => {
      window.tracker.consent(false)
      window.tracker.consent(true)
    })
    await pause(1_200)
    await look(tab, 'engine', 1_200)
    await flush(tab)
    await tab.close()
    await pause(500)
    expect(site.gallery.taken().map(({ image_id }) => image_id)).toEqual([photos.front, photos.engine])
    for (const { view_duration_seconds } of site.gallery.taken()) expect(view_duration_seconds).toBeLessThan(2)
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
    await pause(1_300)
    expect(await viewed(tab)).toEqual([photos.front])
  })

  test('any more is asked again before anything is sent, where consent is a function', async () => {
    const tab = await site.open({
      init: () => Object.assign(window, { trackerOptions: { consent: () => document.title !== 'No' } }),
    })
    await look(tab, 'front', 1_200)
    expect(await waiting(tab)).toBe(1)
    await tab.evaluate(() => {
      document.title = 'No'
    })
    await flush(tab)
    expect(site.gallery.calls).toEqual([])
    expect(await waiting(tab)).toBe(0)
  })

  test('because of Global Privacy Control is not observed, whatever the page says', async () => {
    const tab = await site.open({
      init: () => {
        Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })
        Object.assign(window, { trackerOptions: { consent: true } })
      },
    })
    await tab.evaluate(() => window.tracker.consent(true))
    await look(tab, 'front', 1_300)
    await flush(tab)
    expect([await viewed(tab), await waiting(tab), site.gallery.calls]).toEqual([[], 0, []])
  })

  test('to more stops for good: the view in progress is the last', async () => {
    const tab = await site.open()
    await scrollTo(tab, 'front')
    await pause(1_300)
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
    expect(await waiting(tab)).toBe(0)
    await look(tab, 'front', 1_300)
    await flush(tab)
    expect([await viewed(tab), await waiting(tab), site.gallery.calls]).toEqual([[], 0, []])
  })
})
