// npm start: everything from a fresh clone to a running server, on any Node from 18 on.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileServer, rememberCompiled } from './setup/compiled.mjs'
import { installDependencies } from './setup/dependencies.mjs'
import { canRunTypeScript, findNode, rerun } from './setup/node.mjs'
import { buildPage } from './setup/page.mjs'
import { stopWithNpm } from './setup/parent.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

stopWithNpm()
try {
  await installDependencies(root)
  const node = await findNode(root)
  if (node !== process.execPath || !canRunTypeScript()) {
    await rerun(node)
  } else {
    buildPage(root)
    rememberCompiled(root)
    compileServer(root)
    const { runCli } = await import('../src/server/cli/index.ts')
    process.exitCode = await runCli(['start'])
  }
} catch (error) {
  console.error(`paddock: ${error.message}`)
  process.exitCode = 1
}
