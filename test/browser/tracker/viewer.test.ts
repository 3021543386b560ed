import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { accept, flush, look, photos, startGallery, waiting } from './gallery.ts'

const site = startGallery()

/** Tokens as they look to a browser, which verifies none. */
const token = (member: string, serial = 1) =>
  ['{}', JSON.stringify({ sub: member, serial }), 'signature'].map((part) => btoa(part)).join('.')

const open = () =>
  site.open({
    init: () => Object.assign(window, { trackerOptions: { accessToken: async () => localStorage.getItem('token') } }),
  })

const signIn = (tab: Page, as: string | null) =>
  tab.evaluate((value) => {
    if (value === null) localStorage.removeItem('token')
    else localStorage.setItem('token', value)
  }, as)

const bearers = () => site.gallery.calls.map(({ headers }) => headers.authorization)

describe('A member', () => {
  test('has views sent with their token', async () => {
    const tab = await open()
    await signIn(tab, token('alice'))
    await look(tab, 'front')
    await flush(tab)
    expect(bearers()).toEqual([`Bearer ${token('alice')}`])
    expect(site.gallery.calls[0]?.headers.apikey).toBe('sb_publishable_gallery')
  })

  test('whose token has expired has them sent with the next', async () => {
    const tab = await open()
    await signIn(tab, token('alice'))
    site.gallery.answer = () => ({ status: 401 })
    await look(tab, 'front')
    await flush(tab)
    await signIn(tab, token('alice', 2))
    site.gallery.answer = accept
    await site.arrived(1)
    expect(bearers()).toEqual([`Bearer ${token('alice')}`, `Bearer ${token('alice', 2)}`])
  })

  test('is not credited with what another one, or a visitor, has seen in the same browser', async () => {
    site.gallery.answer = () => ({ status: 503 })
    const tab = await open()
    await look(tab, 'front')
    await signIn(tab, token('alice'))
    await look(tab, 'engine')
    site.gallery.answer = accept
    await signIn(tab, token('bob'))
    await flush(tab)
    expect(site.gallery.taken().map(({ image_id }) => image_id)).toEqual([photos.front])
    expect(bearers()).toEqual(['Bearer sb_publishable_gallery'])
    expect(await waiting(tab)).toBe(1)
    await signIn(tab, token('alice'))
    await flush(tab)
    expect(site.gallery.taken().map(({ image_id }) => image_id)).toEqual([photos.front, photos.engine])
    expect(bearers().at(-1)).toBe(`Bearer ${token('alice')}`)
  })

  test('loses nothing where their token cannot be had for a while', async () => {
    const tab = await site.open({
      init: () =>
        Object.assign(window, {
          trackerOptions: { accessToken: () => Promise.reject(new Error('no connection')) },
        }),
    })
    await look(tab, 'front')
    await flush(tab)
    expect(site.gallery.calls).toEqual([])
    expect(await waiting(tab)).toBe(1)
  })
})
