/**
 * `node scripts/screenshots.ts` takes the pictures of README and docs anew. `node scripts/screenshots.ts FOLDER` takes
 * every page there, as visitor and as the owner of two cars, at 360, 768 and 1440 px, light and dark. Both show the
 * built page on a server with the demo's data.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core'
import { startPaddock } from '../bench/server.ts'
import { demoPassword, mara } from '../src/server/demo/people.ts'
import { packageFolder } from '../src/server/paths.ts'
import { findChromium } from './setup/chromium.mjs'
import { buildPage } from './setup/page.mjs'

type Picture = { name: string; path: string; width: number; dark: boolean; owner: boolean }
type Session = BrowserContextOptions['storageState']

const model = '’Cuda 340'
const everywhere = { visitor: ['', '/forecast', '/dossier'], owner: ['', '/insights'] }
const visitors = [
  '/',
  '/?view=grid',
  '/?view=technical',
  '/?q=plymoth',
  '/ready',
  '/leaderboard',
  '/sources',
  '/nothing',
]

const folder = process.argv[2]
const executablePath = findChromium()
if (!executablePath) throw new Error('Chromium is missing. Install it, or name one with CHROMIUM=/path/to/it.')
buildPage(packageFolder)
const server = await startPaddock({ PADDOCK_DEMO: '1' })
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const vehicle = `/vehicles/${await vehicleId()}`
  const pictures = folder ? allPictures(vehicle) : picturesOfTheDocs(vehicle)
  const target = folder ?? join(packageFolder, 'docs/screenshots')
  await mkdir(target, { recursive: true })
  const session = await sessionOf(browser, mara.email)
  for (const picture of pictures) {
    await take(browser, picture, join(target, `${picture.name}.png`), picture.owner ? session : undefined)
    console.log(`${picture.name}.png`)
  }
} finally {
  await browser.close()
  await server.stop()
}

function picturesOfTheDocs(vehicle: string): Picture[] {
  const wide = { width: 1440, dark: false, owner: false }
  return [
    { ...wide, name: 'discover-1440-light', path: '/' },
    { ...wide, name: 'vehicle-1440-light', path: vehicle },
    { ...wide, name: 'insights-1440-light', path: `${vehicle}/insights`, owner: true },
    { ...wide, name: 'vehicle-390-dark', path: vehicle, width: 390, dark: true },
  ]
}

function allPictures(vehicle: string): Picture[] {
  const pages = [
    ...[...visitors, ...everywhere.visitor.map((page) => vehicle + page)].map((path) => ({ path, owner: false })),
    ...everywhere.owner.map((page) => ({ path: vehicle + page, owner: true })),
  ]
  return pages.flatMap((page) =>
    [360, 768, 1440].flatMap((width) =>
      [false, true].map((dark) => {
        const what =
          page.path
            .replace(vehicle, 'vehicle')
            .replaceAll(/[/?=]+/g, '-')
            .replace(/^-/, '') || 'discover'
        return {
          ...page,
          width,
          dark,
          name: [what, ...(page.owner ? ['owner'] : []), width, dark ? 'dark' : 'light'].join('-'),
        }
      }),
    ),
  )
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
  await page.waitForFunction(() => document.fonts.status === 'loaded' && !document.querySelector('[aria-busy="true"]'))
  await page.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'))
  await page.screenshot({ path: file, fullPage: Boolean(folder) })
  await context.close()
}

async function sessionOf(browser: Browser, email: string): Promise<Session> {
  const page = await browser.newPage()
  await page.goto(server.runtime.url)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByLabel('Password').fill(demoPassword)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: mara.name }).waitFor()
  return await page.context().storageState()
}

async function vehicleId(): Promise<string> {
  const supabase = createClient(server.runtime.url, server.runtime.publishableKey)
  const { data: vehicle } = await supabase.from('vehicles').select('id').eq('model', model).maybeSingle()
  if (!vehicle) throw new Error(`The demo has no ${model}.`)
  return vehicle.id
}
