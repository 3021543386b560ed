import { type Browser, devices, type Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  accept,
  flush,
  glance,
  look,
  noticed,
  openGallery,
  pause,
  photos,
  refuse,
  rounding,
  scrollAway,
  scrollTo,
  startGallery,
  viewed,
  waiting,
  watch,
} from './gallery.ts'

const site = startGallery()
const { open, arrived, ids } = site

describe('A photo', () => {
  test('scrolled past fast is no view', async () => {
    let tab: Page
    let longest: number
    do {
      tab = await open() // anew where this machine held a glance for a second: that would be a view
      longest = 0
      for (let time = 0; time < 4; time++) longest = Math.max(longest, await glance(tab, 'front', 400))
    } while (longest > 900)
    await flush(tab)
    expect(site.gallery.calls).toEqual([])
    expect(await viewed(tab)).toEqual([])
  })

  test('watched is one view with its dwell, sent within seconds', async () => {
    const tab = await open()
    const before = Date.now()
    await look(tab, 'front', { more: 1_500 })
    const seconds = (Date.now() - before) / 1_000
    await arrived(1)
    const [event] = site.gallery.taken()
    expect(event).toEqual({
      event_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      image_id: photos.front,
      viewed_at: expect.any(String),
      view_duration_seconds: expect.any(Number),
      device_type: 'desktop',
    })
    expect(event?.view_duration_seconds).toBeGreaterThanOrEqual(2.4)
    expect(event?.view_duration_seconds).toBeLessThanOrEqual(seconds + rounding)
    expect(Date.parse(event?.viewed_at ?? '') - before).toBeGreaterThanOrEqual(0)
    expect(Date.parse(event?.viewed_at ?? '') - before).toBeLessThanOrEqual(seconds * 1_000)
    expect(site.gallery.calls[0]?.headers).toMatchObject({
      apikey: 'sb_publishable_gallery',
      authorization: 'Bearer sb_publishable_gallery',
    })
    expect(await viewed(tab)).toEqual([photos.front])
    await expect.poll(() => waiting(tab)).toBe(0)
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
    await expect.poll(() => viewed(tab)).toEqual([photos.front])
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
    await expect.poll(() => viewed(tab)).toEqual([photos.tall])
  })

  test('that has not arrived yet is no view; its second starts when it is there', async () => {
    const tab = await open()
    await scrollTo(tab, 'slow')
    await pause(1_500)
    expect(await viewed(tab)).toEqual([])
    site.gallery.releaseSlowPhoto()
    await expect.poll(() => viewed(tab)).toEqual([photos.slow])
  })

  test('whose element goes to another photo ends its view; unobserving it ends that one', async () => {
    const tab = await open()
    await watch(tab, 'front')
    await tab.evaluate((other) => {
      const unobserve = window.tracker.observe(document.getElementById('front') as Element, other)
      Object.assign(window, { unobserve })
    }, photos.engine)
    await expect.poll(() => viewed(tab)).toEqual([photos.front, photos.engine])
    await tab.evaluate(() => (window as unknown as { unobserve: () => void }).unobserve())
    await flush(tab)
    expect(site.gallery.taken().map(({ image_id }) => image_id)).toEqual([photos.front, photos.engine])
    await pause(1_500)
    expect(await viewed(tab)).toHaveLength(2)
  })
})

describe('A tab', () => {
  test('that goes behind another sends the view at once; back in front, a new one starts', async () => {
    const tab = await open()
    const begun = Date.now()
    await watch(tab, 'front')
    const other = await site.browser.newPage()
    await arrived(1)
    await pause(2_000)
    await tab.bringToFront()
    await expect.poll(() => viewed(tab)).toHaveLength(2)
    await scrollAway(tab)
    await noticed(tab)
    await flush(tab)
    expect(ids().size).toBe(2)
    const seconds = site.gallery
      .taken()
      .reduce((sum, { view_duration_seconds }) => sum + (view_duration_seconds ?? 0), 0)
    expect(seconds).toBeLessThanOrEqual((Date.now() - begun) / 1_000 - 2 + 2 * rounding) // nobody looked while it was behind
    await other.close()
  })

  test('that is closed sends the view in progress on its way out', async () => {
    const tab = await open()
    await watch(tab, 'front')
    await tab.close()
    await arrived(1)
    expect(site.gallery.taken()[0]?.view_duration_seconds).toBeGreaterThanOrEqual(1)
  })

  test('that is closed sends it to a slow server of another origin too', async () => {
    const elsewhere = await openGallery()
    elsewhere.preflightMs = 1_000
    const tab = await open({ api: { url: elsewhere.url, publishableKey: 'sb_publishable_elsewhere' } })
    await watch(tab, 'front')
    await tab.close()
    await expect.poll(() => elsewhere.taken().length).toBe(1)
    await elsewhere.close()
  })

  test('that goes elsewhere and comes back out of the back-forward cache tracks on', async () => {
    const tab = await open()
    await tab.evaluate(() => Object.assign(window, { before: true }))
    await watch(tab, 'front')
    await tab.goto(`${site.gallery.url}/?elsewhere`)
    await arrived(1)
    await tab.evaluate(() => history.back()).catch(() => {})
    await expect.poll(() => tab.evaluate(() => 'before' in window)).toBe(true)
    await expect.poll(() => viewed(tab)).toHaveLength(2)
    await scrollAway(tab)
    await noticed(tab)
    await flush(tab)
    expect(ids().size).toBe(2)
  })

  test('beside another one loses nothing, and neither overwrites the other', async () => {
    site.gallery.answer = refuse(503)
    const one = await open()
    await look(one, 'front')
    const two = await open()
    await look(two, 'engine')
    expect(await waiting(two)).toBe(2)
    await one.bringToFront()
    await look(one, 'engine')
    expect(await waiting(two)).toBe(3)
    site.gallery.answer = accept
    await Promise.all([flush(one), flush(two)])
    await expect.poll(() => ids().size).toBe(3)
    await expect.poll(() => waiting(one)).toBe(0)
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
      await look(tab, 'front')
      await flush(tab)
      expect(site.gallery.taken()[0]?.device_type).toBe(type)
      await context.close()
    })
  }
})
