import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm } from './npm.mjs'
import { say } from './say.mjs'

/** Installs what package-lock.json in `folder` lists, unless exactly that is installed. */
export async function installDependencies(folder, what = 'dependencies') {
  if (isInstalled(folder) || folder === process.env.PADDOCK_INSTALLED) return
  say(`installing ${what} (npm ci)`)
  try {
    await npm(['ci'], folder)
  } catch (error) {
    // npm ci refuses a lock file made where the packages of another system were out of reach; what it does list still holds.
    if (!error.message.includes('EUSAGE')) throw error
    say('npm ci refused the lock file; installing what it lists with npm install')
    await npm(['install', '--no-save'], folder)
  }
  process.env.PADDOCK_INSTALLED ??= folder // the Node that goes on from here lies in there, and must not be cleared away
}

/** npm records what it installed once it is done; optional packages of other systems are absent from that. */
function isInstalled(folder) {
  const wanted = readPackages(join(folder, 'package-lock.json'))
  const installed = readPackages(join(folder, 'node_modules', '.package-lock.json'))
  if (!wanted || !installed) return false
  return Object.entries(wanted)
    .filter(([path]) => path !== '')
    .every(([path, { integrity, optional }]) => (installed[path] ? installed[path].integrity === integrity : optional))
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null
  } catch {
    return null
  }
}
