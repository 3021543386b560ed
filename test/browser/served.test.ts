import { expect, test } from 'vitest'
import { openSite, soon } from './site.ts'

const site = openSite(() => ({ render: true }))

const ask = async (path: string, headers = {}) => {
  const response = await fetch(site.server.url + path, { headers })
  return { status: response.status, headers: response.headers, html: await response.text() }
}

/** As it comes when there is time to render it: a busy machine answers with a plain page rather than late. */
const whole = async (path: string) => {
  let answer = await ask(path)
  await soon(async () => {
    answer = await ask(path)
    return answer.html
  }).toContain('<h1')
  return answer
}

test('the car stands in the HTML, with what a link to it shows', async () => {
  const id = await site.vehicle('’Cuda 340')
  const { status, html } = await whole(`/vehicles/${id}`)
  expect(status).toBe(200)
  expect(html).toMatch(/<h1[^>]*><small>1970 Plymouth<\/small>.*’Cuda 340/)
  expect(html).toContain('<title>1970 Plymouth ’Cuda 340 – Paddock</title>')
  expect(html).toContain(`vehicle-card?vehicle_id=${id}&amp;format=png`)
  const { html: index } = await whole('/')
  expect(index).toContain(`/vehicles/${id}`)
})

test.each(['/', 'vehicle'])(
  '%s comes whole: nothing is asked of the API again, and no script disagrees',
  async (which) => {
    const path = which === '/' ? '/' : `/vehicles/${await site.vehicle('’Cuda 340')}`
    const { page, problems } = await site.visit('/mark.svg')
    const asked: string[] = []
    page.on('request', (request) => request.url().includes('/rest/v1/') && asked.push(request.url()))
    let html: string | undefined
    while (!html?.includes('<h1')) {
      asked.length = 0
      html = await (await page.goto(site.server.url + path))?.text()
    }
    await soon(() => page.evaluate(() => 'alive' in document.documentElement.dataset)).toBe(true)
    await page.waitForLoadState('networkidle')
    expect(problems).toEqual([])
    expect(asked.filter((url) => !/record_image_views|vehicle_versions/.test(url))).toEqual([])
  },
)

test('what is not there is answered with 404 and the screen for it, a private car as one that never was', async () => {
  const id = await site.vehicle('’Cuda 340')
  await ask(`/vehicles/${id}`)
  await ask(`/vehicles/${id}`) // kept now
  await site.server.sql`update public.vehicles set is_public = false, description = 'secret words' where id = ${id}`
  const hidden = await ask(`/vehicles/${id}`)
  const never = await ask('/vehicles/00000000-0000-4000-8000-000000000000')
  const nobody = await ask(`/people/${crypto.randomUUID()}`)
  for (const { status, html } of [hidden, never, nobody, await ask('/nothing'), await ask('/people/x')]) {
    expect(status).toBe(404)
    expect(html).toContain('This stand is empty')
  }
  expect(hidden.html).not.toMatch(/secret words|Cuda/)
  expect((await ask('/')).html).not.toContain(id)
  const [nameless] = await site.server.sql`insert into auth.users (id) values (gen_random_uuid()) returning id`
  expect(await ask(`/people/${nameless?.id}`)).toMatchObject({ status: 200 })
  await site.server.sql`update public.vehicles set is_public = true where id = ${id}`
  expect((await ask(`/vehicles/${id}`)).status).toBe(200)
})

test('what people write does not leave its place in the document', async () => {
  const id = await site.vehicle('’Cuda 340')
  const words = `</script><script>globalThis.pwned = 1</script>"><img src=x onerror=alert(1)> \u2028 $& {"$map":[]}`
  await site.server.sql`update public.vehicles set description = ${words} where id = ${id}`
  const { html } = await ask(`/vehicles/${id}`)
  expect(html).not.toContain('<script>globalThis')
  expect(html).not.toContain('<img src=x')
  const { page, problems } = await site.visit(`/vehicles/${id}`)
  await soon(() => page.evaluate(() => 'alive' in document.documentElement.dataset)).toBe(true)
  expect(await page.locator('.pd-lede').textContent()).toBe(words)
  expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false)
  expect(problems).toEqual([])
})

test('what is pressed and typed before the scripts are there is done when they are', async () => {
  const { page, problems } = await site.visit('/mark.svg')
  const scripts = Promise.withResolvers<void>()
  await page.route('**/assets/*.js', async (route) => {
    await scripts.promise
    await route.continue()
  })
  await page.goto(`${site.server.url}/`, { waitUntil: 'commit' })
  await page.getByRole('searchbox').fill('cuda')
  await page.getByRole('button', { name: 'Technical' }).click()
  scripts.resolve()
  await soon(() => page.url()).toContain('cuda')
  await soon(() => page.getByRole('button', { name: 'Technical' }).getAttribute('aria-pressed')).toBe('true')
  expect(problems).toEqual([])
})

test('the same in a panel, which is taken over for it', async () => {
  const path = `/vehicles/${await site.vehicle('’Cuda 340')}`
  await soon(async () => (await ask(path)).html).toContain('id="bets"')
  const { page, problems } = await site.visit('/mark.svg')
  const scripts = Promise.withResolvers<void>()
  await page.route('**/assets/*.js', async (route) => {
    await scripts.promise
    await route.continue()
  })
  await page.goto(site.server.url + path, { waitUntil: 'commit' })
  const bets = page.locator('#bets')
  await bets.getByLabel('Number').fill('61000')
  await page.locator('#comments').getByRole('textbox').fill('Is it the first paint?')
  scripts.resolve()
  await bets.getByText('The hammer price is $61,000').waitFor()
  await soon(() => page.locator('#comments').getByRole('textbox').inputValue()).toBe('Is it the first paint?')
  await bets.getByRole('button', { name: 'A range' }).click()
  await bets.getByLabel('From').waitFor()
  expect(problems).toEqual([])
})

test('a database that does not answer holds no page back, nor many pages at once', async () => {
  const id = await site.vehicle('’Cuda 340')
  await site.server.sql.begin(async (sql) => {
    await sql`lock table public.vehicles in access exclusive mode`
    const paths = [
      '/',
      `/vehicles/${id}`,
      ...Array.from({ length: 9 }, (_, at) => `/people/${at}0000000-0000-4000-8000-000000000000`),
    ]
    for (const { status, html } of await Promise.all(paths.map((path) => ask(path)))) {
      expect(status).toBe(200)
      expect(html).toContain('<div id="root"></div>')
    }
  })
  await soon(async () => (await ask(`/vehicles/${id}`)).html).toContain('’Cuda 340')
})
