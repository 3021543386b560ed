import { beforeAll, expect, test } from 'vitest'
import { setOperator } from '../../../src/server/cli/operator.ts'
import { settleDue } from '../../support/settle.ts'
import { openSite, soon } from '../site.ts'
import { arrive, member, signIn, sizes } from './person.ts'

const site = openSite()
beforeAll(() => site.server.sql`update app.settlement_settings set dispute_window = '24 hours'`)

test.each(sizes)(
  'on $name a bettor disputes an answer, an operator resolves it by their own account, and the bettor is told',
  async (size) => {
    const { server } = site
    const id = await site.vehicle(size.width === 360 ? 'PL510' : '2002')
    const [bettor, operator] = await Promise.all([member(site, 'bea'), member(site, 'olga')])
    await setOperator(server.adminUrl, operator, true)

    const bea = await arrive(site, size, `/vehicles/${id}/forecast`)
    await signIn(bea, bettor)
    const claims = bea.page.locator('#claims')
    await claims.getByLabel('Kind of bet').selectOption('value_milestone')
    await claims.getByLabel('Number').fill('40,000')
    await claims.getByLabel('Stake', { exact: true }).fill('100')
    await bea.button('Place bet', claims)
    await bea.sees('Placed.', claims)
    const { error } = await server
      .service()
      .from('vehicle_outcomes')
      .insert({
        ...{ vehicle_id: id, kind: 'auction_result', sold: true, value: 61_000 },
        ...{ occurred_at: new Date().toISOString(), evidence: { source_url: 'https://www.example.com/lot/12' } },
      })
    expect(error).toBeNull()
    await bea.page.reload()
    const question = bea.page
      .getByRole('region', { name: 'How it is settled' })
      .getByRole('listitem')
      .filter({ hasText: 'Worth $40,000' })
    const words = `That lot was another car, seen on ${size.name}.`
    await bea.button('Dispute this answer', question)
    await question.getByLabel('What is wrong with it?').fill(words)
    await bea.button('Dispute it', question)
    await bea.sees(new RegExp(words), question)

    const olga = await arrive(site, size, '/')
    await signIn(olga, operator)
    await olga.link('Operator')
    await olga.link(/^Disputes/, olga.page.getByRole('navigation', { name: 'For operators' }))
    const dispute = olga.page.getByRole('article').filter({ hasText: words })
    await olga.button('Annul it', dispute)
    const sheet = olga.page.getByRole('dialog')
    await sheet.getByLabel('Why?').fill('The catalogue shows another chassis number.')
    await olga.button('Annul it', sheet)
    await olga.sees(/The question is annulled/)
    await soon(() => dispute.count()).toBe(0)
    await settleDue(server.sql)
    await soon(
      () => server.sql`
        select from public.notices join auth.users on users.id = user_id
        where email = ${bettor} and body ilike '%annulled%Your bet did not count%'`,
    ).not.toEqual([])
    await bea.page.reload()

    await bea.button(/^Notices, \d+ unread/)
    const told = bea.page
      .getByRole('dialog')
      .getByRole('listitem')
      .filter({ hasText: /annulled/i })
      .first()
    await bea.link('See it', told)
    await bea.page.waitForURL(/vehicles/)
    await bea.sees(/You hold 1,000 points/)
    await bea.page.goto(`${server.url}/vehicles/${id}/forecast`)
    await bea.sees(/The catalogue shows another chassis number\./, question)
    await Promise.all([bea.leaves(), olga.leaves()])
  },
)
