import type { Page } from 'playwright-core'

export type Who = 'visitor' | 'owner' | 'operator'
/** A screen is a page, as somebody, after what they have done there. */
export type Screen = { name: string; path: string; who: Who; act?: (page: Page) => Promise<unknown> }

type Ids = { car: string; sold: string; person: string }

/** Every screen that there is a picture of. Acts wait for what they show. */
export function allScreens({ car, sold, person }: Ids): Screen[] {
  const by = (who: Who, screens: Record<string, string | [string, Screen['act']]>): Screen[] =>
    Object.entries(screens).map(([name, what]) => {
      const [path, act] = typeof what === 'string' ? [what, undefined] : what
      return { name, path, who, ...(act ? { act } : {}) }
    })
  return [
    ...by('visitor', {
      discover: '/',
      'discover-filters': ['/?from=1970&vote=undecided', (page) => page.getByLabel('Make').waitFor()],
      'discover-grid': '/?view=grid',
      'discover-technical': '/?view=technical',
      'discover-slip': '/?q=plymoth',
      ready: '/ready',
      leaderboard: '/leaderboard',
      person: `/people/${person}`,
      sources: '/sources?q=horsepower+340',
      missing: '/nothing',
      vehicle: [`/vehicles/${car}`, wholePage],
      'vehicle-forecast': `/vehicles/${car}/forecast`,
      'vehicle-dossier': `/vehicles/${car}/dossier`,
      'vehicle-research': [`/vehicles/${car}`, research],
      sold: [`/vehicles/${sold}`, wholePage],
      'sold-forecast': `/vehicles/${sold}/forecast`,
      join: ['/garage', (page) => page.getByRole('button', { name: 'Sign in or join' }).waitFor()],
    }),
    ...by('owner', {
      'owner-vehicle': [`/vehicles/${car}`, wholePage],
      'owner-insights': `/vehicles/${car}/insights`,
      'owner-offline': [`/vehicles/${car}`, withoutConnection],
      'owner-notices': ['/', notices],
      'owner-account': ['/account', (page) => page.getByRole('heading', { name: 'What is kept' }).waitFor()],
      'owner-garage': '/garage',
      'owner-car': [`/garage/${car}`, (page) => page.getByLabel('Model').waitFor()],
      'owner-new-car': '/garage/new',
      'owner-person': `/people/${person}`,
    }),
    ...by('operator', {
      operator: '/operator',
      'operator-reports': '/operator/reports',
      'operator-disputes': '/operator/disputes',
      'operator-jobs': '/operator/jobs',
      'operator-sources': '/operator/sources',
      'operator-members': '/operator/members',
      'operator-budgets': '/operator/budgets',
    }),
  ]
}

/** Parts below the window are asked for when one comes near. */
async function wholePage(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'The whole record, to print' }).scrollIntoViewIfNeeded()
  await page.getByRole('region', { name: 'Cars like it' }).scrollIntoViewIfNeeded()
  await page.evaluate(() => scrollTo(0, 0))
}

async function research(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Specification' }).getByRole('button', { name: 'Power', exact: true }).click()
  await page
    .getByRole('dialog')
    .getByText(/researched on/)
    .waitFor()
}

async function withoutConnection(page: Page): Promise<void> {
  await page.getByLabel('Add a comment').focus()
  await page.keyboard.press('Shift') // a key has what acts need fetched, which a busy browser otherwise leaves for later
  await page.waitForFunction(() => {
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name)
    return ['acts', 'act-refresh', 'ActNotes'].every((part) =>
      fetched.some((name) => name.includes(`/assets/${part}-`)),
    )
  })
  await page.context().setOffline(true)
  await page.getByText(/^You are offline\./).waitFor()
  await page.getByLabel('Add a comment').fill('Said in a tunnel.')
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await page.getByText('Waiting for a connection.').first().waitFor()
}

async function notices(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Notices/ })
    .first()
    .click()
  await page.getByRole('dialog').waitFor()
}
