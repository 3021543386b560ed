import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { openSite, soon } from '../site.ts'
import { arrive, password, sizes } from './person.ts'

const site = openSite()

test.each(sizes)(
  'on $name a visitor acts, becomes a member with all of it, takes it along, and leaves',
  async (size) => {
    const { sql } = site.server
    const email = `vera-${size.width}@example.com`
    const words = `Was it ever restored? Asked on ${size.name}.`
    const vera = await arrive(site, size, `/vehicles/${await site.vehicle('Chevelle Malibu')}`)
    const { page } = vera
    await vera.button(/^Like this photo/)
    await page.getByRole('button', { name: /^Like this photo/, pressed: true }).waitFor()
    await page.getByLabel('Add a comment').fill(words)
    await vera.button('Comment')
    await vera.sees(words)
    await vera.link('Vote on auction')
    await vera.button('Yes, auction it')
    await vera.sees('2 of 4 say yes')
    await vera.link('Place a bet')
    const bets = page.locator('#bets')
    await bets.getByLabel('Number').fill('31,500')
    await vera.button('Place bet', bets)
    await vera.sees('Placed.', bets)

    await vera.button('Keep your account')
    const sheet = page.getByRole('dialog')
    await sheet.getByLabel('Email').fill(email)
    await sheet.getByLabel(/^Password/).fill(password)
    await vera.button('Keep my account', sheet)
    await sheet.getByLabel('Name beside your votes and comments').fill('Vera')
    await vera.button('Save name', sheet)
    await vera.button('Close', sheet)
    await soon(() => sheet.count()).toBe(0)
    await page.reload()
    await page.getByRole('button', { name: /^Like this photo/, pressed: true }).waitFor()
    await vera.sees(words)
    await vera.sees(/The hammer price is \$31,500/, bets)

    await vera.button('Vera')
    await vera.link('Your account and data', sheet)
    await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor()
    for (const row of [/^Votes 1/, /^Bets 1/, /^Likes, comments and shares 2/])
      await page.getByRole('row', { name: row }).waitFor()
    await vera.button('Take it along')
    const link = page.getByRole('link', { name: /^Save the zip/ })
    await link.waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), vera.press(link)])
    const zip = unzipSync(await readFile(await download.path()))
    const read = (file: string) => JSON.parse(strFromU8(zip[file] ?? new Uint8Array()))
    expect(read('account.json')).toEqual([expect.objectContaining({ email })])
    expect(read('votes.json')).toHaveLength(1)
    expect(JSON.stringify(read('likes_comments_shares.json'))).toContain(words)

    await vera.button('Delete my account …')
    await page.getByLabel('Your email, to be sure').fill(email)
    await page.getByLabel(/^Password/).fill(password)
    await vera.button('Delete my account for good')
    await page.getByRole('heading', { level: 1, name: 'Your account is deleted' }).waitFor()
    await soon(async () => (await sql`select from auth.users where email = ${email}`).length).toBe(0)
    await vera.link('See what is on view')
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await vera.leaves(/40[13]/)

    const other = await arrive(site, size, `/vehicles/${await site.vehicle('Chevelle Malibu')}`)
    await other.link('Vote on auction')
    await other.sees('1 of 3 say yes')
    expect(await other.page.getByText('Vera').count()).toBe(0)
    expect(await other.page.getByText(words).count()).toBe(0)
    await other.leaves()
  },
)
