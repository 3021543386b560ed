#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canRunTypeScript, findNode, isNewEnough, rerun, wantedNode } from '../scripts/setup/node.mjs'

// A clone has the sources, which Node runs as they are; the published package has what was compiled from them.
const source = new URL('../src/server/cli/index.ts', import.meta.url)
const compiled = new URL('../dist/src/server/cli/index.js', import.meta.url)

if (existsSync(source)) {
  const node = await findNode(dirname(dirname(fileURLToPath(import.meta.url))))
  if (node === process.execPath && canRunTypeScript()) await runFrom(source)
  else await rerun(node)
} else if (isNewEnough(process.version)) {
  await runFrom(compiled)
} else {
  console.error(`paddock: Node ${wantedNode} or newer is needed; this is ${process.version}.`)
  process.exitCode = 1
}

async function runFrom(cli) {
  const { runCli } = await import(cli)
  process.exitCode = await runCli(process.argv.slice(2))
}
