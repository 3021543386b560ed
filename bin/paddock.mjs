#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { canRunTypeScript, rerun } from '../scripts/setup/node.mjs'

// A clone has the sources, which Node runs as they are; the published package has what was compiled from them.
const source = new URL('../src/server/cli/index.ts', import.meta.url)
const compiled = new URL('../dist/src/server/cli/index.js', import.meta.url)

const inClone = existsSync(source)
const ready = inClone ? canRunTypeScript() : true
if (ready) {
  const { runCli } = await import(inClone ? source : compiled)
  process.exitCode = await runCli(process.argv.slice(2))
} else {
  await rerun(process.execPath)
}
