import { type Browser, devices } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  accept,
  flush,
  look,
  openGallery,
  pause,
  photos,
  refuse,
  scrollAway,
  scrollTo,
  startGallery,
  viewed,
  waiting,
} from './gallery.ts'

const site = startGallery()
const { open, arrived, ids } = site

describe('A photo', () => {
  test('scrolled past fast is no view', async () => {
    const tab = await open()
    for (let time = 0; time < 4; time++) await look(tab, 'front', 400)
    await flush(tab)
    expect(site.gallery.calls).toEqual([])
    expect(await viewed(tab)).toEqual([])
  })

  test('watched is one view with its dwell, sent within seconds', async () => {
    const tab = await open()
    const before = Date.now()
    await look(tab, 'front', 2_500)
    await arrived(1)
    const [event] = site.gallery.taken()
    expect(event).toEqual({
      event_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      image_id: photos.front,
      viewed_at: expect.any(String),
      view_duration_seconds: expect.any(Number),
      device_type: 'desktop',
    })
    expect(event?.view_duration_seconds).toBeGreaterThanOrEqual(2.3)
    expect(event?.view_duration_seconds).toBeLessThan(4)
    expect(Math.abs(Date.parse(event?.viewed_at ?? '') - before)).toBeLessThan(1_000)
    expect(site.gallery.calls[0]?.headers).toMatchObject({
      apikey: 'sb_publishable_gallery',
      authorization: 'Bearer sb_publishable_gallery',
    })
    expect(await viewed(tab)).toEqual([photos.front])
    expect(await waiting(tab)).toBe(0)
    await flush(tab)
    expect(site.gallery.calls).toHaveLength(1)
  })

  test('that shows less than half is no view', async () => {
    const tab = await open()
    const showing = (pixels: number) =>
      tab.evaluate((shown) => {
        const top = document.getElementById('front')?.offsetTop ?? 0
        window.scrollTo(0, top - window.innerHeight + shown)
      }, pixels)
    await showing(140)
    await pause(1_500)
    expect(await viewed(tab)).toEqual([])
    await showing(160)
    await pause(1_500)
    expect(await viewed(tab)).toEqual([photos.front])
  })

  test('too tall to show half of itself is a view when it fills half of the viewport', async () => {
    const tab = await open()
    const filling = (share: number) =>
      tab.evaluate((part) => {
        const tall = document.getElementById('tall') as HTMLElement
        tall.style.width = '100%'
        window.scrollTo(0, tall.offsetTop - window.innerHeight * (1 - part))
      }, share)
    await filling(0.4)
    await pause(1_500)
    expect(await viewed(tab)).toEqual([])
    await filling(0.6)
    await pause(1_500)
    expect(await viewed(tab)).toEqual([photos.tall])
  })

  test('that has not arrived yet is no view; its second starts when it is there', async () => {
    const tab = await open()
    await scrollTo(tab, 'slow')
    await pause(1_500)
    expect(await viewed(tab)).toEqual([])
    site.gallery.releaseSlowPhoto()
    await pause(1_500)
    expect(await viewed(tab)).toEqual([photos.slow])
  })

  test('whose element goes to another photo ends its view; unobserving it ends that one', async () => {
    const tab = await open()
    await scrollTo(tab, 'front')
    await pause(1_200)
    await tab.evaluate((other) => {
      const unobserve = window.tracker.observe(document.getElementById('front') as Element, other)
      setTimeout(unobserve, 1_200)
    }, photos.engine)
    await pause(1_500)
    await flush(tab)
    expect(site.gallery.taken().map(({ image_id }) => image_id)).toEqual([photos.front, photos.engine])
    await pause(1_500)
    expect(await viewed(tab)).toHaveLength(2)
  })
})

describe('A tab', () => {
  test('that goes behind another sends the view at once; back in front, a new one starts', async () => {
    const tab = await open()
    await scrollTo(tab, 'front')
    await pause(1_500)
    const other = await site.browser.newPage()
    await expect.poll(() => site.gallery.taken().length, { timeout: 2_000 }).toBe(1)
    await pause(2_000)
    await tab.bringToFront()
    await pause(1_300)
    await scrollAway(tab)
    await pause(100)
    await flush(tab)
    expect(ids().size).toBe(2)
    for (const { view_duration_seconds } of site.gallery.taken()) expect(view_duration_seconds).toBeLessThan(3)
    await other.close()
  })

  test('that is closed sends the view in progress on its way out', async () => {
    const tab = await open()
    await scrollTo(tab, 'front')
    await pause(1_300)
    await tab.close()
    await arrived(1)
    expect(site.gallery.taken()[0]?.view_duration_seconds).toBeGreaterThanOrEqual(1)
  })

  test('that is closed sends it to a slow server of another origin too', async () => {
    const elsewhere = await openGallery()
    elsewhere.preflightMs = 1_000
    const tab = await open({ api: { url: elsewhere.url, publishableKey: 'sb_publishable_elsewhere' } })
    await scrollTo(tab, 'front')
    await pause(1_300)
    await tab.close()
    await expect.poll(() => elsewhere.taken().length, { timeout: 10_000 }).toBe(1)
    await elsewhere.close()
  })

  test('that goes elsewhere and comes back out of the back-forward cache tracks on', async () => {
    const tab = await open()
    await tab.evaluate(() => Object.assign(window, { before: true }))
    await scrollTo(tab, 'front')
    await pause(1_300)
    await tab.goto(`${site.gallery.url}/?elsewhere`)
    await arrived(1)
    await tab.evaluate(() => history.back()).catch(() => {})
    await expect.poll(() => tab.evaluate(() => 'before' in window)).toBe(true)
    await pause(1_300)
    await scrollAway(tab)
    await pause(100)
    await flush(tab)
    expect(ids().size).toBe(2)
  })

  test('beside another one loses nothing, and neither overwrites the other', async () => {
    site.gallery.answer = refuse(503)
    const one = await open()
    await look(one, 'front', 1_200)
    const two = await open()
    await look(two, 'engine', 1_200)
    expect(await waiting(two)).toBe(2)
    await one.bringToFront()
    await look(one, 'engine', 1_200)
    expect(await waiting(two)).toBe(3)
    site.gallery.answer = accept
    await Promise.all([flush(one), flush(two)])
    await expect.poll(() => ids().size).toBe(3)
    expect(await waiting(one)).toBe(0)
  })
})

describe('The device', () => {
  for (const [name, type] of [
    ['Desktop Chrome', 'desktop'],
    ['iPhone 15', 'mobile'],
    ['Pixel 7', 'mobile'],
    ['iPad Mini', 'tablet'],
    ['Galaxy Tab S9', 'tablet'],
  ] as const) {
    test(`${name} is ${type}`, async () => {
      const context = await (site.browser.browser() as Browser).newContext(devices[name])
      const tab = await site.gallery.open(context)
      await look(tab, 'front', 1_200)
      await flush(tab)
      expect(site.gallery.taken()[0]?.device_type).toBe(type)
      await context.close()
    })
  }
})
