import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMailReceiver } from '../../database/delivery/receivers.ts'
import { settleDue } from '../../support/settle.ts'
import { openSite, soon } from '../site.ts'
import { arrive, member, signIn, sizes } from './person.ts'

const mail = await openMailReceiver()
const pageUrl = 'https://cars.example.com' // the port is not known yet; links are followed here
const site = openSite(() => ({
  delivery: { webhook: null, mail: { smtpUrl: mail.url, from: 'Paddock <cars@example.com>' }, pageUrl },
}))
beforeAll(() => site.server.sql`update app.settlement_settings set dispute_window = '0'`)
afterAll(mail.close)

const readable = (text: string) =>
  text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

test.each(sizes)('on $name a bet on a followed car is settled, and told on the page and by mail', async (size) => {
  const { server } = site
  const model = size.width === 360 ? 'PL510' : '2002'
  const id = await site.vehicle(model)
  const email = await member(site, 'grace')
  const grace = await arrive(site, size, `/vehicles/${id}`)
  const { page } = grace
  await signIn(grace, email)
  await grace.button(new RegExp(`^Follow the .*${model}`))
  await page.getByRole('button', { name: new RegExp(`^Stop following the .*${model}`) }).waitFor()

  await grace.link('Place a bet')
  const bets = page.locator('#bets')
  await bets.getByLabel('Kind of bet').selectOption('value_milestone')
  await bets.getByLabel('Number').fill('50k')
  await grace.button('Place bet', bets)
  await grace.sees('Placed.', bets)
  await grace.sees(/It is worth \$50,000 or more by/, page.getByRole('region', { name: 'Your open bets' }))

  await server.sql`
    insert into public.vehicle_outcomes (vehicle_id, kind, value, currency, sold, occurred_at, evidence)
    values (${id}, 'auction_result', 60000, 'USD', true, now(), '{"source_url": "https://example.com/lot/12"}')`
  await settleDue(server.sql)
  await server.sql`select app.tend_auctions()`
  // A job tells it, and the page asks for notices once a minute.
  const toldOf = (words: string) => server.sql`
    select from public.notices join auth.users on users.id = user_id where email = ${email} and body ilike ${words}`
  await soon(() => toldOf('%Your bet came true%')).not.toEqual([])
  await soon(() => toldOf('%sold%')).not.toEqual([])
  await page.reload()

  await grace.button(/^Notices, \d+ unread/)
  const notices = page.getByRole('dialog')
  await notices.getByRole('listitem').filter({ hasText: 'Your bet came true' }).waitFor()
  await notices.getByRole('listitem').filter({ hasText: /sold/i }).first().waitFor()
  await grace.sees(/worth 50,000 USD or more by \d+ \w+ \d{4}/, notices)
  await grace.press(
    notices.getByRole('listitem').filter({ hasText: 'Your bet came true' }).getByRole('link', { name: 'See it' }),
  )
  await page.waitForURL(`**/vehicles/${id}#bets`)
  await grace.sees(/Came true/, bets)

  const toGrace = () => mail.mails.filter(({ to }) => to[0] === email).map(({ text }) => readable(text))
  await soon(() => toGrace().filter((text) => text.includes('Your bet came true')).length).toBe(1)
  const [told = ''] = toGrace().filter((text) => text.includes('Your bet came true'))
  const link = new RegExp(`${pageUrl}\\S*/vehicles/\\S+`).exec(told)?.[0] ?? ''
  expect(link).toContain(id)
  await page.goto(link.replace(pageUrl, server.url))
  await page.getByRole('heading', { level: 1, name: new RegExp(model) }).waitFor()
  await grace.sees(/Came true/, bets)
  // The result comes first, and there is no form to fill in vain.
  await grace.sees(/^Sold on .* for \$60,000\.$/)
  await grace.sees('Hammer price: no more bets are taken.', bets)
  expect(await page.getByRole('link', { name: 'Vote on auction' }).count()).toBe(0)
  await grace.leaves()
})
