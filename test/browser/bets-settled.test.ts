import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite()
const hash = '0123456789abcdef'.repeat(4)

/** Places a milestone of $50,000 with a stake, as a visitor on a page of their own. */
async function visitorWithClaim(model: string) {
  const id = await site.vehicle(model)
  const { page, problems } = await site.visit(`/vehicles/${id}/forecast`)
  const claims = page.locator('#claims')
  await claims.getByLabel('Kind of bet').selectOption('value_milestone')
  await claims.getByLabel('Number').fill('50,000')
  await claims.getByLabel('How sure are you?').fill('80')
  await claims.getByLabel('Stake', { exact: true }).fill('100')
  await claims.getByRole('button', { name: 'Place bet' }).click()
  await claims.getByText('Placed.').waitFor()
  const [bet] = await site.server.sql`
    select user_id, question, prediction from public.vehicle_bets where vehicle_id = ${id} and stake_amount = 100 and status = 'active'`
  return { id, page, problems, claims, bet: bet as { user_id: string; question: string; prediction: object } }
}

/** Somebody else, on the same question, with the opposite opinion. */
async function doubter(
  id: string,
  { user_id, question, prediction }: { user_id: string; question: string; prediction: object },
) {
  await site.server.sql`
    insert into public.vehicle_bets (vehicle_id, user_id, bet_type, prediction, confidence_percent, stake_amount)
    select ${id}, u.id, 'value_milestone', ${site.server.sql.json(prediction as never)}, 20, 100
    from auth.users u where u.email = 'henrik@demo.example' and u.id <> ${user_id} and ${question} <> ''`
}

async function reportSale(id: string, value: number): Promise<void> {
  const { error } = await site.server
    .service()
    .from('vehicle_outcomes')
    .insert({
      vehicle_id: id,
      kind: 'auction_result',
      sold: true,
      value,
      occurred_at: new Date().toISOString(),
      evidence: {
        source_url: 'https://www.example.com/lot/12',
        document_hash: hash,
        who: 'Example Auctions',
        when: '24 November 2026',
        quote: 'Lot 12, sold.',
      },
    })
  expect(error).toBeNull()
}

const window = (length: string) => site.server.sql`update app.settlement_settings set dispute_window = ${length}`

const questionRow = (page: Page) =>
  page.getByRole('region', { name: 'How it is settled' }).getByRole('listitem').filter({ hasText: 'Worth $50,000' })

test('a settlement is shown with its evidence, the score and the payout, in the records of who bet', async () => {
  const { id, page, problems, claims, bet } = await visitorWithClaim('’Cuda 340')
  await doubter(id, bet)
  await window('0')
  await reportSale(id, 61_000)
  expect((await site.server.service().rpc('settle_due')).error).toBeNull()
  await site.server.sql`select app.fold_standings()`
  await window('24 hours')

  await page.reload()
  const row = questionRow(page)
  await row.getByText(/It was worth that much\. Settled on/).waitFor()
  // Of two with 100 each: 100 (1 + (1 - 0.04) - (0.96 + 0.36) / 2) = 130.
  await row.getByText('100 staked, 130 back: +30 points.').waitFor()
  await row.getByText(/Brier score 0\.04, where 0 is perfect\. 84.% better than the baseline\./).waitFor()
  await row.getByText('Lot 12, sold.').waitFor()
  await row.getByText(/Sold for \$61,000 on/).waitFor()
  expect(await row.getByRole('link', { name: 'example.com' }).getAttribute('href')).toBe(
    'https://www.example.com/lot/12',
  )
  await row.getByText(`SHA-256 ${hash}`).waitFor()
  await row.getByText(/by the operator/).waitFor()
  await claims.getByText('You hold 1,030 points').waitFor()
  await claims.getByText(/Came true/).waitFor()

  await page.getByRole('link', { name: 'Your record and points' }).click()
  await page.getByRole('heading', { level: 1, name: /You/ }).waitFor()
  await page.getByText(/1 bet settled: held 80.% sure on average, 100.% came true\. Too few/).waitFor()
  await page.getByRole('img', { name: /Of 1 bet held 80.% sure/ }).waitFor()
  await page.getByRole('cell', { name: /Settled\s*Worth at least/ }).waitFor()

  await page.getByRole('link', { name: 'Forecasters' }).first().click()
  const first = page.getByRole('row').nth(1)
  await first.getByText('A visitor').waitFor()
  await first.getByText('1 settled bet, 1 against others').waitFor()
  await page.getByLabel('Make').selectOption('Datsun')
  await page.getByText(/No question is settled here yet/).waitFor()
  await page.getByLabel('Make').selectOption('Plymouth')
  await page.getByRole('link', { name: 'Henrik Sato' }).click()
  await page.getByRole('heading', { level: 1, name: 'Henrik Sato' }).waitFor()
  expect(await page.getByText('Your points').count()).toBe(0)
  expect(problems).toEqual([])
})

test('a proposed answer can be disputed while its window is open, with a reason that everybody reads', async () => {
  const { id, page, problems } = await visitorWithClaim('PL510')
  await window('24 hours')
  await reportSale(id, 61_000)
  await page.reload()
  const row = questionRow(page)
  await row.getByText(/It was worth that much\. Final (in \d+ hours|tomorrow), unless it is disputed\./).waitFor()
  await row.getByRole('button', { name: 'Dispute this answer' }).click()
  await row.getByLabel('What is wrong with it?').fill('The lot was another car.')
  await row.getByRole('button', { name: 'Dispute it' }).click()
  await row.getByText('Disputed: The lot was another car. The operator decides.').waitFor()

  const reader = await site.visit(`/vehicles/${id}/forecast`)
  await questionRow(reader.page).getByText('Disputed: The lot was another car.').waitFor()
  expect(await questionRow(reader.page).getByRole('button').count()).toBe(0)
  expect([...problems, ...reader.problems]).toEqual([])
})

test('a forecast is readable without its chart', async () => {
  const { page, problems } = await site.visit(`/vehicles/${await site.vehicle('Chevelle Malibu')}/forecast`)
  const section = page.getByRole('region', { name: 'Hammer price' })
  await section.getByRole('button', { name: 'Skip, show me the crowd' }).click()
  const chart = section.getByRole('img', { name: /Crowd median for the hammer price: \$[\d,]+\. Half the weight lies/ })
  await chart.waitFor()
  await section.getByText('The curve as a table').click()
  const cells = await section.getByRole('row').allTextContents()
  expect(cells).toHaveLength(8)
  const median = /\$[\d,]+/.exec((await chart.getAttribute('aria-label')) ?? '')?.[0] ?? ''
  expect(cells.find((text) => text.startsWith('50'))).toContain(median)
  await soon(() => section.getByText(/2 people, the latest bet of each\./).count()).toBe(1)
  expect(problems).toEqual([])
})

test.each([360, 768, 1440])(
  'at %i px the pages fit, and whatever can be pressed is at least 44 px high',
  async (width) => {
    const paths = [
      `/vehicles/${await site.vehicle('’Cuda 340')}/forecast`,
      '/leaderboard',
      '/people/00000000-0000-4000-8000-00000000d006',
      '/people/nobody',
    ]
    for (const path of paths) {
      const { page } = await site.visit(path, { viewport: { width, height: 800 } })
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(width)
      const small = await page.evaluate(() =>
        [
          ...document.querySelectorAll<HTMLElement>(
            'button, input, select, textarea, nav a, summary, a.pd-button, a.pd-link',
          ),
        ]
          .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44)
          .map((element) => element.outerHTML.slice(0, 120)),
      )
      expect(small, path).toEqual([])
      await page.context().close()
    }
  },
)
