#!/usr/bin/env -S node --max-semi-space-size=8
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileServer, rememberCompiled } from '../scripts/setup/compiled.mjs'
import { canRunTypeScript, findNode, isNewEnough, rerun, wantedNode } from '../scripts/setup/node.mjs'

// A clone has the sources, which Node runs as they are; the published package has what was compiled from them.
const source = new URL('../src/server/cli/index.ts', import.meta.url)
const compiled = new URL('../dist/src/server/cli/index.js', import.meta.url)

if (existsSync(source)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const node = await findNode(root)
  if (node === process.execPath && canRunTypeScript()) {
    rememberCompiled(root)
    if (process.argv[2] === 'start') compileServer(root)
    await runFrom(source)
  } else {
    await rerun(node)
  }
} else if (isNewEnough(process.version)) {
  await runFrom(compiled)
} else {
  console.error(`paddock: Node ${wantedNode} or newer is needed; this is ${process.version}.`)
  process.exitCode = 1
}

async function runFrom(cli) {
  try {
    const { runCli } = await import(cli)
    process.exitCode = await runCli(process.argv.slice(2))
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || existsSync(source)) throw error
    console.error(`paddock: the server's own packages are not installed here (${error.message}). Install them with:`)
    console.error(`\n  npm install ${serverPackages().join(' ')}\n`)
    process.exitCode = 1
  }
}

/** What an application that takes only the components does without, in the versions that this package was tested with. */
function serverPackages() {
  const { peerDependencies, devDependencies } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  return Object.keys(peerDependencies)
    .filter((name) => !name.startsWith('react'))
    .map((name) => `${name}@${devDependencies[name]}`)
}
