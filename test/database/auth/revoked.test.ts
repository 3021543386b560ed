import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { expect, test } from 'vitest'
import { createPaddock } from '../../../src/client/client.ts'
import { currentMember } from '../../../src/client/session.ts'
import { photo } from '../../support/pictures.ts'
import { newEmail, password, serverWith } from './support.ts'

const server = await serverWith()
const { admin } = server.service().auth

type Thief = { client: SupabaseClient; token: string; id: string; owner: SupabaseClient }

/** Somebody's access token in other hands, which has been used at the doors already. */
async function stolenToken(): Promise<Thief> {
  const owner = server.client()
  const { data } = await owner.auth.signUp({ email: newEmail(), password })
  const token = data.session?.access_token ?? ''
  expect(await doors(token)).toEqual(open)
  return { client: server.client(token), token, id: data.user?.id ?? '', owner }
}

/** What each door says to the token. */
async function doors(token: string): Promise<Record<string, number>> {
  const headers = { apikey: server.keys.publishableKey, authorization: `Bearer ${token}` }
  const status = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(server.url + path, { ...init, headers })
    await answer.body?.cancel()
    return answer.status
  }
  const nothing = '00000000-0000-4000-8000-000000000000'
  return {
    rest: await status('/rest/v1/vehicles?select=id'),
    auth: await status('/auth/v1/user'),
    functions: await status('/functions/v1/vehicle-card?vehicle_id=x'),
    live: await status(`/live/v1/vehicles?id=${nothing}`),
    upload: await status(`/upload/v1/photos?vehicle_id=${nothing}`, {
      method: 'POST',
      body: new Uint8Array(await photo(1)),
    }),
  }
}

const open = { rest: 200, auth: 200, functions: 400, live: 404, upload: 404 }
const shut = { rest: 401, auth: 403, functions: 401, live: 401, upload: 401 }

test.each<[string, (thief: Thief) => Promise<{ error: unknown }>]>([
  ['banned', ({ id }) => admin.updateUserById(id, { ban_duration: '1h' })],
  ['deleted', ({ id }) => admin.deleteUser(id)],
  ['deleted softly', ({ id }) => admin.deleteUser(id, true)],
  ['signed out everywhere', ({ owner }) => owner.auth.signOut({ scope: 'global' })],
  ['given another password by an operator', ({ id }) => admin.updateUserById(id, { password: 'a new one' })],
])('an account that was %s: its token opens no door from then on', async (_, end) => {
  const thief = await stolenToken()
  expect((await end(thief)).error).toBeNull()
  expect(await doors(thief.token)).toEqual(shut)
})

test('a ban set by SQL counts within moments, says so, and the token works again when it is lifted', async () => {
  const { id, token, client } = await stolenToken()
  await server.sql`update auth.users set banned_until = now() + interval '1 hour' where id = ${id}`
  await expect.poll(() => doors(token)).toEqual(shut)
  expect((await client.from('vehicles').select('id')).error?.message).toBe('JWT revoked: account banned')
  await server.sql`update auth.users set banned_until = null where id = ${id}`
  await expect.poll(() => doors(token)).toEqual(open)
})

test('an open stream ends when its account is banned', async () => {
  const { id, token } = await stolenToken()
  const [vehicle] = await server.sql`insert into public.vehicles (user_id, model) values (${id}, '510') returning id`
  const headers = { apikey: server.keys.publishableKey, authorization: `Bearer ${token}` }
  const stream = await fetch(`${server.url}/live/v1/vehicles?id=${vehicle?.id}`, { headers })
  const ended = stream.text()
  await admin.updateUserById(id, { ban_duration: '1h' })
  expect(await ended).toContain('event')
})

test('a page whose session was ended elsewhere goes on signed out: what is public stays readable', async () => {
  const email = newEmail()
  const page = createPaddock(server.url, server.keys.publishableKey)
  const { data } = await page.auth.signUp({ email, password })
  const [vehicle] = await server.sql`
    insert into public.vehicles (user_id, model) values (${data.user?.id ?? null}, '2002') returning id`
  const read = async () => (await page.from('vehicles').select('id').eq('id', vehicle?.id)).data
  expect(await read()).toEqual([{ id: vehicle?.id }])
  const elsewhere = server.client()
  await elsewhere.auth.signInWithPassword({ email, password })
  await elsewhere.auth.signOut({ scope: 'global' })

  expect(await read()).toEqual([{ id: vehicle?.id }])
  expect(await currentMember(page)).toBeNull()
})

test('signing out on one device leaves the others signed in', async () => {
  const email = newEmail()
  const [phone, laptop] = [server.client(), server.client()]
  await phone.auth.signUp({ email, password })
  const { data } = await laptop.auth.signInWithPassword({ email, password })
  await phone.auth.signOut({ scope: 'local' })
  expect(await doors(data.session?.access_token ?? '')).toEqual(open)
})

test('a token that another program signed with the secret, for nobody of ours, goes on as before', async () => {
  const { mintToken } = await import('../../support/people.ts')
  const token = await mintToken(server, { sub: '00000000-0000-4000-8000-00000000000e' })
  const client = createClient(server.url, server.keys.publishableKey, { accessToken: async () => token })
  expect((await client.from('vehicles').select('id')).error).toBeNull()
})
