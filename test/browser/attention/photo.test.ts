import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ines, mara } from '../../../src/server/demo/people.ts'
import { photo } from '../../support/pictures.ts'
import { openSite, soon } from '../site.ts'
import { signInAs } from './people.ts'

const site = openSite()
const model = '’Cuda 340'
const comments = (page: Page) => page.getByRole('region', { name: 'On this photo' })

/** Opens what can be done with a comment. */
const more = (page: Page, text: string) => page.getByRole('button', { name: `More on “${text}` }).click()
const act = (page: Page, name: string) => comments(page).getByRole('button', { name, exact: true }).click()

test('a thread: answered, edited, reported, hidden by the owner and shown again', async () => {
  const path = `/vehicles/${await site.vehicle(model)}`
  const author = (await site.visit(path)).page
  await signInAs(author, ines)
  const owner = (await site.visit(path)).page
  await signInAs(owner, mara)
  const stranger = (await site.visit(path)).page

  await author.getByLabel('Add a comment').fill('Teh mirror is a later one.')
  await author.getByRole('button', { name: 'Comment' }).click()
  await author.getByRole('button', { name: 'More on “Teh mirror' }).waitFor() // the server has it
  await more(author, 'Teh mirror')
  await act(author, 'Edit')
  await author.getByLabel('Change it').fill('The mirror is a later one.')
  await act(author, 'Save')
  await comments(author).getByText('The mirror is a later one.').waitFor()
  await comments(author).getByText('just now, edited').waitFor()

  const kept = async () =>
    (await site.server.sql`select from public.image_interactions where comment_text like 'The mirror%'`).length
  await soon(kept).toBe(1)
  await owner.reload()
  await owner.getByRole('button', { name: 'Reply to “The mirror' }).click()
  await owner.getByLabel('Your reply').fill('It is. The first one is in the trunk.')
  await comments(owner).getByRole('button', { name: 'Reply', exact: true }).last().click()
  await comments(owner)
    .getByRole('list', { name: 'Replies to “The mirror' })
    .getByText('It is. The first one is in the trunk.')
    .waitFor()
  await owner.getByRole('button', { name: 'More on “It is.' }).waitFor() // the server has it

  await stranger.reload()
  await more(stranger, 'The mirror')
  await act(stranger, 'Report')
  await stranger.getByLabel('What is wrong with it?').fill('That mirror was an option.')
  await comments(stranger).getByRole('button', { name: 'Report', exact: true }).click()
  await comments(stranger).getByText('Reported. The operator reads it').waitFor()
  expect((await site.server.sql`select reason from public.comment_reports`).map(({ reason }) => reason)).toEqual([
    'That mirror was an option.',
  ])

  await more(owner, 'The mirror')
  await act(owner, 'Hide')
  await comments(owner).getByText('just now, edited, hidden').waitFor()
  const hidden = async () =>
    (await site.server.sql`select is_hidden from public.image_interactions where comment_text like 'The mirror%'`)[0]
      ?.is_hidden
  await soon(hidden).toBe(true)
  await stranger.reload()
  await comments(stranger).getByText('It is. The first one is in the trunk.').waitFor()
  expect(await comments(stranger).getByText('The mirror is a later one.').count()).toBe(0)
  await author.reload()
  await comments(author).getByText('edited, hidden by the owner').waitFor()

  await more(owner, 'The mirror')
  await act(owner, 'Show again')
  await soon(hidden).toBe(false)
  await stranger.reload()
  await comments(stranger).getByText('The mirror is a later one.').waitFor()
})

test('a comment is there at once, and comes back into the field where the server takes none', async () => {
  const { page } = await site.visit(`/vehicles/${await site.vehicle('PL510')}`)
  await comments(page).getByText('Nobody has said anything about it yet.').waitFor()
  let letIn = () => {}
  const gate = new Promise<void>((resolve) => {
    letIn = resolve
  })
  await page.route(/\/rest\/v1\/image_interactions/, async (route) => {
    if (route.request().method() !== 'POST') return route.fallback()
    await gate
    await route.continue()
  })
  const unseen = '\u200b\u200b' // no character that anybody sees: the database takes none such
  await page.getByLabel('Add a comment').fill(unseen)
  await page.getByRole('button', { name: 'Comment' }).click()
  await soon(() => comments(page).getByRole('listitem').count()).toBe(1)
  letIn()
  await page.getByText('Comment has 1 to 2000 characters.').waitFor()
  await soon(() => comments(page).getByRole('listitem').count()).toBe(0)
  await soon(() => page.getByLabel('Add a comment').inputValue()).toBe(unseen)
})

test('without a share sheet the address of the photo is copied, counted, and opens that photo', async () => {
  const vehicle = await site.vehicle('2002')
  const { page } = await site.visit(`/vehicles/${vehicle}`, { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.getByRole('button', { name: 'Next photo' }).click()
  await page.getByText('Body lines from the front quarter').waitFor()
  const share = page.getByRole('button', { name: 'Share this photo' })
  const shares = Number((await share.textContent())?.replace(/\D/g, ''))
  await share.click()
  await page.getByText('Link copied.').waitFor()
  await page.getByRole('button', { name: `Share this photo, ${shares + 1} shares` }).waitFor()
  const [row] = await site.server.sql`
    select share_channel, i.position from public.image_interactions s join public.vehicle_images i on i.id = s.image_id
    where interaction_type = 'share' order by s.created_at desc limit 1`
  expect(row).toEqual({ share_channel: 'link', position: 1 })

  const address = await page.evaluate(() => navigator.clipboard.readText())
  await page.goto(address)
  await page.getByText('2 / ').waitFor()
  await page.getByText('Body lines from the front quarter').waitFor()
})

test('where nothing can be copied the address is shown; a share that is called off is not counted', async () => {
  const vehicle = await site.vehicle('F250')
  const { page } = await site.visit(`/vehicles/${vehicle}`)
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
  const share = page.getByRole('button', { name: 'Share this photo' })
  const before = await share.textContent()
  await share.click()
  await page.getByText(`/vehicles/${vehicle}?photo=`).waitFor()
  await page.evaluate(() =>
    Object.assign(navigator, { share: () => Promise.reject(new DOMException('Called off', 'AbortError')) }),
  )
  await share.click()
  await soon(() => page.locator('.pd-share-said').textContent()).toBe('')
  expect(await share.textContent()).toBe(before)
})

test('the owner says what a photo shows, in words of the vocabulary or others, and its value follows', async () => {
  const { page, problems } = await site.visit(`/vehicles/${await site.vehicle(model)}`)
  const tags = page.getByRole('region', { name: 'What this photo shows' })
  await tags.getByText('Shows Side, Wheel').waitFor()
  await tags.getByText('Technical value 14.5 of 100').waitFor()
  expect(await tags.getByRole('button').count()).toBe(0)

  await signInAs(page, mara)
  await tags.getByRole('button', { name: 'Edit tags' }).click()
  await tags.getByLabel('It shows').fill('Identification plate')
  await tags.getByRole('button', { name: 'Add' }).click()
  await tags.getByText('Technical value 65.8 of 100').waitFor() // 100 (1 - 0.95 × 0.9 × 0.4)
  await tags.getByLabel('It shows').fill('Lemon  Twist')
  await tags.getByLabel('It shows').press('Enter')
  await tags.getByRole('button', { name: 'Remove lemon twist' }).waitFor()
  await tags.getByLabel('It shows').fill('<b>no</b>')
  await tags.getByLabel('It shows').press('Enter')
  await tags.getByText('Tag is from 1 to 40 lower case letters.').waitFor()
  await tags.getByRole('button', { name: 'Remove Identification plate' }).click()
  await tags.getByText('Technical value 14.5 of 100').waitFor()
  await page.reload()
  await tags.getByText('Shows Side, Wheel, lemon twist').waitFor()
  expect(problems.filter((problem) => !/400/.test(problem))).toEqual([])
})

test('the owner adds photos from the page: progress, refusals in words, and the new one is shown', async () => {
  const vehicle = await site.vehicle(model)
  const { page } = await site.visit(`/vehicles/${vehicle}`)
  expect(await page.getByLabel('Add photos').count()).toBe(0)
  await signInAs(page, mara)
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer })
  const good = await photo(1)
  await page
    .getByLabel('Add photos')
    .setInputFiles([
      file('notes.jpg', Buffer.from('Bought in 1974 from the first owner.')),
      file('cut-off.jpg', good.subarray(0, 200)),
      file('door.jpg', good),
      file('door-again.jpg', good),
    ])
  const list = page.getByRole('list', { name: 'Photos on their way' })
  await list.getByRole('listitem').filter({ hasText: 'door-again.jpg' }).getByText('has this photo already').waitFor()
  await list.getByRole('listitem').filter({ hasText: 'notes.jpg' }).getByText('The file is not a photo').waitFor()
  await list.getByRole('listitem').filter({ hasText: 'cut-off.jpg' }).getByText('cut off').waitFor()
  await list.getByRole('listitem').filter({ hasText: 'door.jpg' }).getByText('Added', { exact: true }).waitFor()
  await page.getByText('7 / 7').waitFor()
  const shown = page.getByRole('region', { name: 'Photos, 7' }).locator('img').last()
  await soon(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  expect(await shown.getAttribute('srcset')).toMatch(/^http:\/\/[^/]+\/photos\/.* 64w$/)
  expect(await shown.evaluate((image) => Math.round(image.getBoundingClientRect().left) >= 0)).toBe(true)
  await page.getByRole('button', { name: 'Clear the list' }).click()
  expect(await list.count()).toBe(0)
})
