import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { say } from './say.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe', 'msedge.exe']
const usual = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
]

/** @returns the path of a Chromium on this machine (or the one that CHROMIUM names), or null */
export function findChromium() {
  return find([process.env.CHROMIUM, ...onPath(names), ...usual])
}

/** As findChromium, but rather one without a window, which takes a fifth less of the processor and shows pages the same. */
export function findChromiumShell() {
  return find([process.env.CHROMIUM, ...onPath(['chromium-headless-shell'])]) ?? findChromium()
}

/** The system's Chromium; on Debian and as root, its packages are installed where they are missing. */
export function ensureChromium() {
  const mayInstall = process.getuid?.() === 0 && isExecutable('/usr/bin/apt-get')
  if (!findChromium() && mayInstall) {
    const done = install('chromium', 'fonts-liberation')
    if (done.status !== 0) throw new Error(`Chromium could not be installed:\n${done.stderr.trim()}`)
  }
  const found = findChromium()
  if (!found) {
    throw new Error(
      'The browser tests need Chromium. Install Chromium or Chrome, or name one with CHROMIUM=/path/to/it.',
    )
  }
  // Only beside Debian's own Chromium; where it cannot be had, the tests are just slower.
  if (mayInstall && found === '/usr/bin/chromium' && findChromiumShell() === found && !process.env.CHROMIUM) {
    install('chromium-headless-shell')
  }
}

function install(...packages) {
  say(`installing ${packages.join(', ')} (apt-get)`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const patience = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::https::Timeout=15']
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...patience, ...args], { env, encoding: 'utf8' })
  const get = () => apt('install', '-y', '--no-install-recommends', '--no-remove', ...packages)
  const done = get()
  if (done.status === 0) return done
  apt('update')
  return get()
}

const onPath = (files) =>
  (process.env.PATH ?? '').split(delimiter).flatMap((folder) => files.map((file) => join(folder, file)))

const find = (paths) => paths.find((path) => path && isExecutable(path)) ?? null

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
