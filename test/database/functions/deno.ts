import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { denoProgram } from '../../support/deno-program.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const cleanUp: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const step of cleanUp.reverse()) await step()
})

/** Starts supabase/functions/<name>/index.ts under Deno, with packages from our node_modules and nothing from the network. */
export async function startDeno(name: string, environment: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-deno-'))
  cleanUp.push(() => rm(folder, { recursive: true, force: true }))
  const child = await deno(['run', ...offline, '--allow-net=127.0.0.1', '--allow-env', '--allow-sys', 'index.ts'], {
    cwd: join(root, 'supabase/functions', name),
    env: { ...environment, DENO_SERVE_ADDRESS: 'tcp:127.0.0.1:0', DENO_DIR: folder },
  })
  cleanUp.push(async () => {
    const ended = once(child, 'exit')
    if (child.exitCode === null && child.kill()) await ended
  })
  return await addressOf(child)
}

/** Type-checks the entry of a function's folder as Deno sees it. */
export async function checkTypes(functionFolder: string): Promise<{ code: number; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-deno-'))
  cleanUp.push(() => rm(folder, { recursive: true, force: true }))
  const cwd = join(root, functionFolder)
  const child = await deno(['check', '--quiet', ...offline, 'index.ts'], {
    cwd,
    env: { DENO_DIR: folder, NO_COLOR: '1' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      output += chunk
    })
  const [code] = await once(child, 'close')
  return { code, output }
}

const offline = ['--config=deno.json', '--node-modules-dir=manual', '--cached-only', '--no-lock']

async function deno(args: string[], options: { cwd: string; env: Record<string, string> }): Promise<ChildProcess> {
  const env = { ...options.env, PATH: process.env.PATH, DENO_NO_UPDATE_CHECK: '1', DENO_NO_PROMPT: '1' }
  return spawn(denoProgram(), args, { cwd: options.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout || !child.stderr) throw new Error('Deno was started without pipes.')
  const said: string[] = []
  const listening = new Promise<string>((resolve, reject) => {
    for (const input of [child.stdout, child.stderr]) {
      if (!input) continue
      createInterface({ input }).on('line', (line) => {
        said.push(line)
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
        if (url) resolve(url)
      })
    }
    child.once('exit', () => reject(new Error(`Deno ended before it listened:\n${said.join('\n')}`)))
  })
  return await listening
}
