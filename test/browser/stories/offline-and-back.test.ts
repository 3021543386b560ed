import { expect, test } from 'vitest'
import { openSite, soon } from '../site.ts'
import { arrive, signIn, sizes } from './person.ts'

const site = openSite()

test.each(sizes)(
  'on $name somebody goes on without a connection, shuts the page, and nothing is lost',
  async (size) => {
    const { sql } = site.server
    const words = `Said in a tunnel, on ${size.name}.`
    const id = await site.vehicle('PL510')
    await sql`delete from auction_votes v using auth.users u where u.id = v.user_id and u.email = 'tom@demo.example'`
    const tom = await arrive(site, size, `/vehicles/${id}`, { serviceWorkers: 'allow' })
    const { page } = tom
    await signIn(tom, 'tom@demo.example', 'paddock-demo')
    await soon(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state)).toBe(
      'activated',
    )
    await page.reload()
    await page.getByRole('banner').getByRole('button', { name: 'Tom Vasseur' }).waitFor()
    await soon(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
    await page.waitForLoadState('networkidle')

    await page.context().setOffline(true)
    await page.reload()
    await tom.sees(/^Kept copy of /)
    await page.getByLabel('Add a comment').fill(words)
    await tom.button('Comment')
    await tom.link('Vote on auction')
    await tom.button('Yes, auction it')
    await soon(() => page.getByText('Waiting for a connection.').count()).toBe(2)
    await page.locator('#bets').getByLabel('Number').fill('24,500') // not placed yet

    const context = page.context()
    await page.close()
    const again = await context.newPage()
    await again.goto(`${site.server.url}/vehicles/${id}`)
    await again.getByText(/^Kept copy of /).waitFor()
    await soon(() => again.getByText('Waiting for a connection.').count()).toBe(2)
    await soon(() => again.locator('#bets').getByLabel('Number').inputValue()).toBe('24,500')

    await context.setOffline(false)
    await soon(() => again.getByText('Waiting for a connection.').count()).toBe(0)
    await again.getByText(words).waitFor()
    await again.getByRole('button', { name: 'Yes, auction it', pressed: true }).waitFor()
    expect(await sql`select from image_interactions where comment_text = ${words}`).toHaveLength(1)
    await soon(
      async () =>
        (
          await sql`
    select from auction_votes v join auth.users u on u.id = v.user_id
    where u.email = 'tom@demo.example' and v.vehicle_id = ${id} and v.vote = 'yes'`
        ).length,
    ).toBe(1)
    await context.close()
  },
)
