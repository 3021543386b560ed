import { expect, test } from 'vitest'
import { openSite } from '../site.ts'
import { arrive, member, signIn, sizes } from './person.ts'

const site = openSite()

test.each(sizes)('on $name a car is made private: others keep what is theirs and see nothing of it', async (size) => {
  const [model, email, name] =
    size.width === 360 ? ['Chevelle Malibu', 'tom@demo.example', 'Chevelle'] : ['F250', 'ruth@demo.example', 'F250']
  const id = await site.vehicle(model)
  const bob = await arrive(site, size, `/vehicles/${id}`)
  const address = await member(site, 'bob')
  await signIn(bob, address)
  await bob.button(/^Follow the /)
  await bob.page.getByRole('button', { name: /^Stop following the / }).waitFor()
  await bob.link('Place a bet')
  const bets = bob.page.locator('#bets')
  await bets.getByLabel('Number').fill('23,000')
  await bets.getByLabel('Stake', { exact: true }).fill('40')
  await bob.button('Place bet', bets)
  await bob.sees('Placed.', bets)

  const owner = await arrive(site, size, '/')
  await signIn(owner, email, 'paddock-demo')
  await owner.link('My cars')
  await owner.link(/^Edit.*/, owner.page.getByRole('listitem').filter({ hasText: name }))
  await owner.press(owner.page.getByLabel(/^Public: everybody sees it/))
  await owner.button('Save', owner.page.getByRole('region', { name: 'What it is' }))
  await owner.sees('Saved.')
  await owner.link('My cars')
  await owner.sees(/Private: seen by you alone/)

  // Whoever had it open, whoever has the address, and whoever searches.
  await bob.page.reload()
  await bob.sees(/made private by its owner/)
  await bob.link('See what is on view')
  await bob.page.getByLabel('Find a vehicle').fill(name)
  await bob.sees(/No vehicle fits/)
  await bob.page.goto(`${site.server.url}/account`)
  await bob.page.getByRole('heading', { name: 'What you follow' }).waitFor()
  await bob.page.waitForLoadState('networkidle')
  expect(await bob.page.getByText(name).count()).toBe(0)
  await bob.link('Your page')
  await bob.sees('A car that is private now')
  await bob.sees(/\$23,000/)
  expect(await bob.page.getByText(name).count()).toBe(0)
  await Promise.all([owner.leaves(), bob.leaves(/404/)])
})
