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
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [process.env.CHROMIUM, ...onPath, ...usual].find((path) => path && isExecutable(path)) ?? null
}

/** The system's Chromium; on Debian and as root, its package is installed where there is none. */
export function ensureChromium() {
  const found = findChromium() ?? install()
  if (found) return found
  throw new Error('The browser tests need Chromium. Install Chromium or Chrome, or name one with CHROMIUM=/path/to/it.')
}

function install() {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return null
  say('installing Chromium (apt-get)')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' })
  const get = () => apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation')
  let done = get()
  if (done.status !== 0) {
    apt('update')
    done = get()
  }
  if (done.status !== 0) throw new Error(`Chromium could not be installed:\n${done.stderr.trim()}`)
  return findChromium()
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
