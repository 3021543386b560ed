import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  createPaddock,
  ensureSession,
  listCards,
  listMakes,
  listVehicles,
  loadVehicle,
  placeBet,
} from '../../../src/client/index.ts'
import { community } from '../../support/community.ts'

async function crowd(count: number) {
  const { server, sql, vehicle, visitor } = await community()
  const client = createPaddock(server.url, server.keys.publishableKey)
  const rows = await sql<{ id: string }[]>`
    insert into vehicles (make, model, is_public, created_at)
    select 'Make ' || to_char(n, 'FM000'), 'Model ' || n, true, now() + interval '1 hour' - (n / 3) * interval '1 second'
    from generate_series(1, ${count}) n returning id`
  return { client, sql, vehicle, visitor, server, ids: rows.map(({ id }) => id) }
}

test('the index pages through all vehicles, newest first, and what is added meanwhile neither repeats nor hides one', async () => {
  const { client, sql, ids, vehicle } = await crowd(150)
  const seen: string[] = []
  let page = await listVehicles(client, { limit: 20 })
  await sql`insert into vehicles (model, is_public, created_at) values ('Newer', true, now() + interval '2 hours')`
  while (page.length > 0) {
    seen.push(...page.map(({ id }) => id))
    const after = page.at(-1)
    page = after ? await listVehicles(client, { limit: 20, after }) : []
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(ids.every((id) => seen.includes(id))).toBe(true)
  expect(seen.indexOf(ids[149] as string)).toBeGreaterThan(seen.indexOf(ids[0] as string))
  expect(seen.at(-1) === vehicle.id || seen.includes(vehicle.id)).toBe(true)
  expect(seen.indexOf(vehicle.id)).toBeGreaterThanOrEqual(150)
})

test('the makes are those of all public vehicles, whoever asks', async () => {
  const { client, sql, visitor } = await crowd(150)
  await sql`insert into vehicles (make, model, is_public) values ('Hidden Make', 'x', false), ('Zündapp', 'Janus', true), (null, 'y', true)`
  const makes = await listMakes(client)
  expect(makes).toEqual(expect.arrayContaining(['Datsun', 'Make 001', 'Make 150', 'Zündapp']))
  expect(makes).not.toContain('Hidden Make')
  expect(makes).toEqual([...new Set(makes)])
  expect((await visitor.rpc('vehicle_makes')).data).toEqual(makes)
})

test('a list of 500 ids is asked for in parts', async () => {
  const { client, ids } = await crowd(350)
  const asked = [...ids, ...Array.from({ length: 150 }, () => randomUUID()), ...ids.slice(0, 5)]
  const cards = await listCards(client, asked)
  expect(cards.map(({ id }) => id).sort()).toEqual([...ids].sort())
  expect(await listCards(client, [])).toEqual([])
})

test('a deleted account hears that it is the account that is gone', async () => {
  const { client, vehicle, server } = await crowd(1)
  const { id } = await ensureSession(client)
  await server.service().auth.admin.deleteUser(id)
  const bet = { type: 'auction_price' as const, prediction: { target_value: 20_000 }, confidencePercent: 60 }
  await expect(placeBet(client, vehicle.id, bet)).rejects.toMatchObject({
    code: 'account_gone',
    message: 'This account was deleted. Sign in with another one, or make a new one.',
  })
  expect(await loadVehicle(client, vehicle.id), 'what is public stays readable').toMatchObject({ id: vehicle.id })
})
