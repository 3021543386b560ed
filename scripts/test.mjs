// npm test: everything from a fresh clone to a line of counts, on any Node from 18 on. Stops at the first failure.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './setup/chromium.mjs'
import { installDependencies } from './setup/dependencies.mjs'
import { canRunTypeScript, findNode, rerun } from './setup/node.mjs'
import { stopWithNpm } from './setup/parent.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const reports = mkdtempSync(join(tmpdir(), 'paddock-reports-'))

const tool = (name, script) => join(root, 'node_modules', name, script)
/** Projects in one run share the workers, so that none idles while another's last file goes on. */
const vitest = (...projects) => ({
  name: `${projects.join(', ')} tests`,
  project: projects.join('-'),
  args: [
    tool('vitest', 'vitest.mjs'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
  ],
})

/** One group after another. What is in a group goes on side by side; each is a program of its own, run by this Node. */
const groups = [
  [
    {
      name: 'lint',
      args: [tool('@biomejs/biome', 'bin/biome'), 'ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.'],
    },
    { name: 'types', args: [tool('typescript', 'bin/tsc'), '--noEmit'] },
    { name: 'generated files', args: [join(root, 'scripts', 'generate.ts'), '--check'] },
    { name: 'page', args: [join(root, 'scripts', 'build-page.mjs')] },
  ],
  [vitest('unit')],
  [vitest('database', 'lifecycle', 'browser')],
]
const atOnce = 2

stopWithNpm()
try {
  await installDependencies(root)
  const node = await findNode(root)
  if (node !== process.execPath || !canRunTypeScript()) await rerun(node)
  else process.exitCode = await runAll()
} catch (error) {
  console.error(`paddock: ${error.message}`)
  process.exitCode = 1
} finally {
  rmSync(reports, { recursive: true, force: true })
}

async function runAll() {
  await installDependencies(join(root, 'test', 'tools'), 'tools of the tests')
  ensureChromium()
  const counts = { passed: 0, failed: 0, skipped: 0 }
  let broken = null
  for (const group of groups) {
    const failed = await (group.length === 1 ? runInView(group[0]) : runSideBySide(group))
    for (const { project } of group) if (project) add(counts, project)
    broken = failed.map(({ name }) => name).join(', ')
    if (broken) break
  }
  if (broken && counts.failed === 0) counts.failed = 1 // lint, types and the like count as one
  if (broken) console.log(`\nStopped at: ${broken}`)
  if (counts.skipped > 0) console.log(`\n${counts.skipped} skipped (each says why above)`)
  console.log(`\n${counts.passed} passed, ${counts.failed} failed`)
  return broken ? 1 : 0
}

/** @returns the step if it failed */
async function runInView(step) {
  console.log(`\n== ${step.name}`)
  return (await runProgram(step, 'inherit')).succeeded ? [] : [step]
}

/** Two at a time; what each says is printed as a whole when it ends. After a failure none is begun. @returns those that failed */
async function runSideBySide(steps) {
  console.log(`\n${steps.map(({ name }) => name).join(', ')}, ${atOnce} at a time:`)
  const waiting = [...steps]
  const failed = []
  const worker = async () => {
    while (waiting.length > 0 && failed.length === 0) {
      const step = waiting.shift()
      const { succeeded, said } = await runProgram(step, ['ignore', 'pipe', 'pipe'])
      console.log(`\n== ${step.name}`)
      process.stdout.write(said)
      if (!succeeded) failed.push(step)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return failed
}

async function runProgram({ args, project }, stdio) {
  const output = project ? [`--outputFile.json=${reportOf(project)}`] : []
  const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' }
  const child = spawn(process.execPath, [...process.execArgv, ...args, ...output], { cwd: root, env, stdio })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (said += text))
  const stop = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop)
  return { succeeded: code === 0, said }
}

function reportOf(project) {
  return join(reports, `${project}.json`)
}

function add(counts, project) {
  try {
    const report = JSON.parse(readFileSync(reportOf(project), 'utf8'))
    counts.passed += report.numPassedTests
    counts.failed += report.numFailedTests
    counts.skipped += report.numPendingTests
  } catch {
    counts.failed += 1 // the run broke down before it could report
  }
}
