import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { expect, test } from 'vitest'
import { start, usedDataFolder } from './paddock.ts'

const project = join(import.meta.dirname, '../../examples/todo')

test('a project of its own runs on the server as it is: its tables, view, function and policies, by supabase-js', async () => {
  const data = await usedDataFolder()
  const first = await start(data, { PADDOCK_PROJECT: project })
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

  first.signal('SIGTERM')
  expect(await first.ended).toBe(0)
  const second = await start(data, { PADDOCK_PROJECT: project })
  const { data: same } = await createClient(second.runtime.url, second.runtime.secretKey).from('todos').select('title')
  expect(same).toHaveLength(2)
})
