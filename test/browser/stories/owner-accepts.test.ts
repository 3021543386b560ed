import { expect, test } from 'vitest'
import { vote } from '../crowd.ts'
import { openSite, soon } from '../site.ts'
import { arrive, signIn, sizes } from './person.ts'

const site = openSite()

test.each(sizes)(
  'on $name an owner is asked, accepts with a reserve, and everybody sees how far it is',
  async (size) => {
    const [model, email] = size.width === 360 ? ['’Cuda 340', 'mara@demo.example'] : ['2002', 'ines@demo.example']
    const vehicle = await site.vehicle(model)
    const owner = await arrive(site, size, '/')
    await signIn(owner, email, 'paddock-demo')
    await vote(site.server.sql, vehicle, { yes: 30, no: 4, estimate: (n) => 50_000 + (n % 9) * 1_000 })

    // The page asks for notices once a minute.
    await soon(
      () => site.server.sql`
        select from public.notices join auth.users on users.id = user_id
        where email = ${email} and body ilike '%ready for auction%'`,
    ).not.toEqual([])
    await owner.page.reload()
    await owner.button(/^Notices, \d+ unread/)
    const notice = owner.page.getByRole('dialog').getByRole('listitem').filter({ hasText: 'ready for auction' })
    await owner.link('See it', notice)
    const auction = owner.page.getByRole('region', { name: 'Auction' })
    await owner.sees('Nominated.', auction)
    await soon(() => auction.evaluate((panel) => panel.getBoundingClientRect().top < innerHeight)).toBe(true)
    await owner.button('Take that', auction)
    const reserve = auction.getByLabel(/^Your reserve/)
    await soon(() => reserve.inputValue()).not.toBe('')
    await reserve.fill('45k')
    await owner.button('Accept', auction)
    await owner.sees('Goes to auction.', auction)
    await owner.sees(/with\sa\schance\sof/, auction)

    const ada = await arrive(site, size, '/ready')
    await ada.press(
      ada.page.getByRole('list', { name: 'Vehicles, the surest first' }).getByRole('link', { name: new RegExp(model) }),
    )
    await ada.link('Vote on auction')
    await ada.sees('Goes to auction.')
    expect(await ada.page.getByText('$45,000').count()).toBe(0) // the owner has not shown it
    await Promise.all([owner.leaves(), ada.leaves()])
  },
)
