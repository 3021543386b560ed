import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type BrowserContext, chromium } from 'playwright-core'
import { findChromium } from '../../../scripts/setup/chromium.mjs'

/** Without it Chromium says that it is headless, and views by robots are not counted. */
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'

const flags = [
  `--user-agent=${userAgent}`,
  '--headless=new',
  '--remote-debugging-port=0',
  '--window-size=1000,800',
  // A mouse, which a machine without a screen has not.
  '--blink-settings=primaryPointerType=4,availablePointerTypes=4',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type Tabs = { context: BrowserContext; close: () => Promise<void> }

/**
 * A Chromium whose tabs are in front or behind, as a person's are. One that Playwright starts itself makes every tab
 * believe that it is in front, and has no back-forward cache.
 */
export async function startChromium(preferences: Record<string, unknown> = {}): Promise<Tabs> {
  const executable = findChromium()
  if (!executable) throw new Error('Chromium is missing; npm test installs it on Debian as root.')
  const profile = await mkdtemp(join(tmpdir(), 'paddock-chromium-'))
  await mkdir(join(profile, 'Default'))
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))
  const browser = spawn(executable, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = new Promise((resolve) => browser.once('exit', resolve))
  const close = async () => {
    browser.kill('SIGTERM')
    await exited
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  try {
    const connection = await chromium.connectOverCDP(await endpointOf(browser), { noDefaults: true })
    return { context: connection.contexts()[0] as BrowserContext, close }
  } catch (error) {
    await close()
    throw error
  }
}

function endpointOf(browser: ChildProcessByStdio<null, null, Readable>): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    browser.stderr.on('data', (chunk) => {
      said += chunk
      const address = /DevTools listening on (\S+)/.exec(said)?.[1]
      if (address) resolve(address)
    })
    browser.once('error', reject)
    browser.once('exit', () => reject(new Error(`Chromium ended before it listened:\n${said}`)))
  })
}
