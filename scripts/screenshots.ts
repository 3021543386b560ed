/**
 * `node scripts/screenshots.ts` takes the pictures of README and docs anew. `node scripts/screenshots.ts FOLDER` takes
 * every screen there, as visitor, owner and operator, at 360, 768 and 1440 px, light and dark; with a pattern after
 * the folder those alone whose name fits, such as 'owner.*-360'. Both show the built page on a server with the demo's data.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core'
import { startPaddock } from '../bench/server.ts'
import { setOperator } from '../src/server/cli/operator.ts'
import { demoPassword, joel, mara } from '../src/server/demo/people.ts'
import { packageFolder } from '../src/server/paths.ts'
import { allScreens, type Screen } from './screens.ts'
import { findChromium } from './setup/chromium.mjs'
import { buildPage } from './setup/page.mjs'

type Picture = Screen & { width: number; dark: boolean }
type Session = BrowserContextOptions['storageState']

const model = '’Cuda 340'

const [folder, pattern = ''] = process.argv.slice(2)
const executablePath = findChromium()
if (!executablePath) throw new Error('Chromium is missing. Install it, or name one with CHROMIUM=/path/to/it.')
buildPage(packageFolder)
const server = await startPaddock({ PADDOCK_DEMO: '1' })
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const car = await vehicleId(model)
  const pictures = folder ? await allPictures(car) : picturesOfTheDocs(`/vehicles/${car}`)
  const target = folder ?? join(packageFolder, 'docs/screenshots')
  await mkdir(target, { recursive: true })
  await setOperator(server.runtime.databaseUrl, joel.email, true)
  const sessions = {
    visitor: undefined,
    owner: await sessionOf(browser, mara),
    operator: await sessionOf(browser, joel),
  }
  for (const picture of pictures) {
    await take(browser, picture, join(target, `${picture.name}.png`), sessions[picture.who])
    console.log(`${picture.name}.png`)
  }
} finally {
  await browser.close()
  await server.stop()
}

function picturesOfTheDocs(vehicle: string): Picture[] {
  const wide = { width: 1440, dark: false, who: 'visitor' as const }
  return [
    { ...wide, name: 'discover-1440-light', path: '/' },
    { ...wide, name: 'vehicle-1440-light', path: vehicle },
    { ...wide, name: 'insights-1440-light', path: `${vehicle}/insights`, who: 'owner' },
    { ...wide, name: 'vehicle-390-dark', path: vehicle, width: 390, dark: true },
  ]
}

async function allPictures(car: string): Promise<Picture[]> {
  const screens = allScreens({ car, sold: await soldVehicleId(), person: mara.id })
  const asked = new RegExp(pattern)
  return screens
    .flatMap((screen) =>
      [360, 768, 1440].flatMap((width) =>
        [false, true].map((dark) => ({
          ...screen,
          ...{ width, dark, name: `${screen.name}-${width}-${dark ? 'dark' : 'light'}` },
        })),
      ),
    )
    .filter(({ name }) => asked.test(name))
}

async function take(browser: Browser, picture: Picture, file: string, session: Session): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: picture.width, height: picture.width < 700 ? 844 : 900 },
    colorScheme: picture.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    ...(session ? { storageState: session } : {}),
  })
  const page = await context.newPage()
  await page.goto(server.runtime.url + picture.path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await picture.act?.(page)
  await page.waitForFunction(() => document.fonts.status === 'loaded' && !document.querySelector('[aria-busy="true"]'))
  // charts of panels out of view are drawn when those come near
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.pd-chart')].every(
      (box) => box.querySelector('svg') || !box.checkVisibility({ contentVisibilityAuto: true }),
    ),
  )
  await page.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'))
  await page.screenshot({ path: file, fullPage: Boolean(folder) })
  await context.close()
}

async function sessionOf(browser: Browser, { email, name }: { email: string; name: string }): Promise<Session> {
  const page = await browser.newPage()
  await page.goto(server.runtime.url)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByLabel('Password').fill(demoPassword)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name }).waitFor()
  return await page.context().storageState()
}

function anon() {
  return createClient(server.runtime.url, server.runtime.publishableKey)
}

async function vehicleId(model: string): Promise<string> {
  const { data: vehicle } = await anon().from('vehicles').select('id').eq('model', model).maybeSingle()
  if (!vehicle) throw new Error(`The demo has no ${model}.`)
  return vehicle.id
}

async function soldVehicleId(): Promise<string> {
  const { data } = await anon().from('vehicle_outcomes').select('vehicle_id').eq('sold', true).limit(1)
  if (!data?.[0]) throw new Error('The demo has no car that was sold.')
  return data[0].vehicle_id
}
