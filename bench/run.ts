// npm run bench [name]: runs one benchmark, or all, prints their tables and keeps them in bench/results/.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { here, machine } from './machine.ts'

/** What each `bench/<name>.ts` exports. */
type Benchmark = {
  /** Runs it and gives its report in Markdown. */
  run: (options: { quick: boolean }) => Promise<string>
}

const { names, quick } = readArguments(process.argv.slice(2))
installPeers()
for (const name of names.length > 0 ? names : await allNames()) {
  const benchmark = (await import(join(here, `${name}.ts`))) as Benchmark
  const report = `# ${name}\n\n${dateAndCommit()}\n${machine()}\n\n${await benchmark.run({ quick })}\n`
  console.log(`\n${report}`)
  if (!quick) console.log(`Kept in ${await keep(name, report)}`)
}

function readArguments(words: string[]): { names: string[]; quick: boolean } {
  return { names: words.filter((word) => !word.startsWith('--')), quick: words.includes('--quick') }
}

async function allNames(): Promise<string[]> {
  const support = new Set(['run.ts', 'machine.ts', 'load.ts', 'server.ts'])
  const files = await readdir(here)
  return files.filter((file) => file.endsWith('.ts') && !support.has(file)).map((file) => basename(file, '.ts'))
}

/** What we compare with is no dependency of ours, so it is installed beside the benchmarks when they first run. */
function installPeers(): void {
  if (existsSync(join(here, 'node_modules'))) return
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: here,
    stdio: 'inherit',
    shell: true,
  })
}

/** Of what was measured; a benchmark of changed files says so. */
function dateAndCommit(): string {
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: here, encoding: 'utf8' }).trim()
  return `${new Date().toISOString().slice(0, 10)}, commit ${commit}.`
}

async function keep(name: string, report: string): Promise<string> {
  const file = join(here, 'results', `${name}.md`)
  await mkdir(join(here, 'results'), { recursive: true })
  await writeFile(file, report)
  return file
}
