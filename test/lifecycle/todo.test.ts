import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { createClient, FunctionsHttpError } from '@supabase/supabase-js'
import { expect, test, vi } from 'vitest'
import { isAlive } from '../../src/server/process-mark.ts'
import { denoProgram } from '../support/deno-program.ts'
import { start, usedDataFolder } from './paddock.ts'

const project = join(import.meta.dirname, '../../examples/todo')
const env = { PADDOCK_PROJECT: project, PADDOCK_DENO: denoProgram() }

/** Deno processes that a server has started. */
function workersOf(server: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const own = lines.map((line) => line.trim().split(/\s+/)).filter(([, parent]) => Number(parent) === server)
  return own.filter((fields) => fields.includes('run')).map(([pid]) => Number(pid))
}

test('a project of its own runs on the server as it is: its tables, view, functions and policies, by supabase-js', async () => {
  const data = await usedDataFolder()
  const first = await start(data, env)
  const member = async (runtime = first.runtime) => {
    const client = createClient(runtime.url, runtime.publishableKey, { auth: { persistSession: false } })
    expect((await client.auth.signInAnonymously()).error).toBeNull()
    return client
  }
  const [ada, bob] = [await member(), await member()]
  const { data: list } = await ada.from('lists').insert({ name: 'Garage' }).select().single()
  expect((await ada.from('lists').insert({ name: 'GARAGE' })).error?.code).toBe('23505') // citext
  const todos = [
    { list_id: list.id, title: 'Bleed the brakes' },
    { list_id: list.id, title: 'Set the points' },
  ]
  expect((await ada.from('todos').insert(todos)).error).toBeNull()
  expect((await ada.from('lists').select('name, todos(title, done)').single()).data).toMatchObject({
    name: 'Garage',
    todos: [
      { title: 'Bleed the brakes', done: false },
      { title: 'Set the points', done: false },
    ],
  })
  expect((await ada.rpc('finish', { list: list.id }).select('title')).data).toHaveLength(2)
  expect((await ada.from('progress').select('todos, done')).data).toEqual([{ todos: 2, done: 2 }])

  expect((await bob.from('todos').select()).data).toEqual([])
  expect((await bob.from('todos').insert({ list_id: list.id, title: 'Mine now' })).error?.code).toBe('42501')
  expect((await ada.from('todos').insert({ list_id: list.id, title: '  ' })).error?.code).toBe('23514')

  expect(workersOf(first.pid)).toEqual([])
  const exported = await ada.functions.invoke('export-list', { body: { list: list.id } })
  expect(exported).toMatchObject({
    error: null,
    data: '# Garage\n\n- [x] Bleed the brakes\n- [x] Set the points\n',
  })
  const foreign = await bob.functions.invoke('export-list', { body: { list: list.id } })
  expect(foreign.error).toBeInstanceOf(FunctionsHttpError)
  expect(foreign.error.context.status).toBe(404)
  const crowd = Array.from({ length: 40 }, () => ada.functions.invoke('export-list', { body: { list: list.id } }))
  expect((await Promise.all(crowd)).map(({ error }) => error).filter(Boolean)).toEqual([]) // each asks the server in turn
  const workers = workersOf(first.pid)
  expect(workers).toHaveLength(1)

  first.signal('SIGTERM')
  expect(await first.ended).toBe(0)
  expect(workers.filter(isAlive)).toEqual([])
  const second = await start(data, env)
  const { data: same } = await createClient(second.runtime.url, second.runtime.secretKey).from('todos').select('title')
  expect(same).toHaveLength(2)

  const token = (await ada.auth.getSession()).data.session?.access_token ?? ''
  const again = createClient(second.runtime.url, second.runtime.publishableKey, { accessToken: async () => token })
  const { data: body } = await again.functions.invoke('export-list', { body: { list: list.id } })
  expect(body).toContain('Bleed the brakes')
  const orphans = workersOf(second.pid)
  expect(orphans).toHaveLength(1)
  second.signal('SIGKILL')
  await vi.waitUntil(() => !orphans.some(isAlive), { timeout: 60_000 })
})
