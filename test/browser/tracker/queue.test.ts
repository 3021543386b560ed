import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { accept, flush, look, photos, refuse, startGallery, waiting, watch } from './gallery.ts'

const site = startGallery()
const { open, arrived, ids } = site

/** Lets events wait as if viewed a minute ago or when told, of 100, 101, 102 ... seconds. */
const fillQueue = (tab: Page, count: number, at = Date.now() - 60_000) =>
  tab.evaluate(
    ([events, viewedAt, image_id]) => {
      for (let index = 0; index < events; index++) {
        const event = {
          event_id: crypto.randomUUID(),
          image_id,
          viewed_at: new Date(viewedAt + index).toISOString(),
          view_duration_seconds: 100 + index,
          device_type: 'desktop',
        }
        const key = `paddock.views ${location.origin} ${viewedAt + index} ${event.event_id}`
        localStorage.setItem(key, JSON.stringify({ viewer: null, event }))
      }
    },
    [count, at, photos.engine] as const,
  )

describe('What waits', () => {
  test('outlasts a lost connection and is sent when it is back', async () => {
    const tab = await open()
    await site.browser.setOffline(true)
    await look(tab, 'front')
    // Five failures, after which the next attempt is due in 40 s or more.
    for (let attempt = 0; attempt < 5; attempt++) await flush(tab)
    expect(await waiting(tab)).toBe(1)
    expect(site.gallery.calls).toEqual([])
    await site.browser.setOffline(false)
    await arrived(1)
    await expect.poll(() => waiting(tab)).toBe(0)
  })

  test('outlasts a reload', async () => {
    site.gallery.answer = refuse(503)
    const tab = await open()
    await look(tab, 'front')
    await tab.reload()
    expect(await waiting(tab)).toBe(1)
    site.gallery.answer = accept
    await arrived(1)
    expect(ids()).toEqual(new Set(site.gallery.calls.flatMap(({ events }) => events.map(({ event_id }) => event_id))))
  })

  test('is at most 500 events, the newest, sent in batches that a closing page may send', async () => {
    const tab = await open()
    await fillQueue(tab, 600)
    await look(tab, 'front')
    expect(await waiting(tab)).toBe(500)
    await flush(tab)
    const dwells = site.gallery.taken().map(({ view_duration_seconds }) => view_duration_seconds)
    expect(ids().size).toBe(500)
    expect(dwells).toHaveLength(500)
    expect(Math.min(...dwells.slice(0, -1))).toBe(201)
    expect(site.gallery.taken().at(-1)?.image_id).toBe(photos.front)
    for (const { bytes } of site.gallery.calls) expect(bytes).toBeLessThan(30_000)
  })

  test('is forgotten when a week old, or when it is no event', async () => {
    const tab = await open()
    await fillQueue(tab, 3, Date.now() - 8 * 86_400_000)
    await tab.evaluate(() => {
      const key = `paddock.views ${location.origin} ${Date.now()}`
      for (const text of ['{"event":', 'null', '{}']) localStorage.setItem(`${key} ${text}`, text)
    })
    await look(tab, 'front')
    await flush(tab)
    expect(site.gallery.taken().map(({ image_id }) => image_id)).toEqual([photos.front])
    await expect.poll(() => waiting(tab)).toBe(0)
  })

  test('waits in memory where the browser stores nothing', async () => {
    const tab = await site.browser.newPage()
    await tab.goto(`${site.gallery.url}/frame`)
    await expect.poll(() => tab.frames().length).toBe(2)
    const frame = tab.frames()[1] as unknown as Page
    await frame.waitForFunction(() => window.tracker)
    await expect(frame.evaluate(() => localStorage.length)).rejects.toThrow('SecurityError')
    site.gallery.answer = refuse(503)
    await look(frame, 'front')
    await flush(frame)
    site.gallery.answer = accept
    await arrived(1)
    expect(site.gallery.calls).toHaveLength(2)
  })
})

describe('A batch', () => {
  test('refused by a server in trouble is sent again as it was, later and later', async () => {
    site.gallery.answer = refuse(503)
    const tab = await open()
    await look(tab, 'front')
    await flush(tab)
    site.gallery.answer = accept
    await arrived(1)
    const [first, second] = site.gallery.calls
    expect(site.gallery.calls).toHaveLength(2)
    expect(second?.events).toEqual(first?.events)
    await expect.poll(() => waiting(tab)).toBe(0)
  })

  test('waits as long as a server over its limit asks for', async () => {
    site.gallery.answer = refuse(429, { 'retry-after': '6' })
    const tab = await open()
    await look(tab, 'front')
    await flush(tab)
    site.gallery.answer = accept
    await arrived(1)
    const [refused, taken] = site.gallery.calls
    expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(6_000)
  })

  test('that will never be taken is dropped', async () => {
    site.gallery.answer = refuse(400)
    const tab = await open()
    await look(tab, 'front')
    await flush(tab)
    await expect.poll(() => waiting(tab)).toBe(0)
    await flush(tab)
    expect(site.gallery.calls).toHaveLength(1)
  })

  test('answered by something else than the server, such as a sign-in page of a network, is kept', async () => {
    site.gallery.answer = () => ({ status: 200, body: 'Welcome! Please sign in.' })
    const tab = await open()
    await look(tab, 'front')
    await flush(tab)
    expect(await waiting(tab)).toBe(1)
  })

  test('of which events were rejected tells the page why, and sends none of them again', async () => {
    site.gallery.answer = () => ({
      status: 200,
      body: { accepted: 0, duplicates: 0, rejected: [{ index: 0, reason: 'There is no such photo.' }] },
    })
    const tab = await open()
    await look(tab, 'front')
    await flush(tab)
    expect(await tab.evaluate(() => window.rejected)).toEqual([
      { imageId: photos.front, reason: 'There is no such photo.' },
    ])
    await expect.poll(() => waiting(tab)).toBe(0)
  })

  test('on its way is not sent again when the page is left, only what came since', async () => {
    let answerFirst = () => {}
    site.gallery.answer = async (events) => {
      if (events[0]?.image_id === photos.front) {
        await new Promise<void>((resolve) => {
          answerFirst = resolve
        })
      }
      return accept(events)
    }
    const tab = await open()
    await look(tab, 'front')
    await tab.evaluate(() => {
      window.tracker.flush()
    })
    await watch(tab, 'engine')
    await tab.close()
    await arrived(1)
    answerFirst()
    await arrived(2)
    expect(site.gallery.taken().map(({ image_id }) => image_id)).toEqual([photos.engine, photos.front])
  })
})
