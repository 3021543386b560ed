import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../support/fresh-database.ts'
import { startTestServer } from '../support/test-server.ts'

test('each test file has a migrated database of its own', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()])
  onTestFinished(async () => void (await Promise.all([one.drop(), other.drop()])))

  await one.sql`insert into auth.users (email) values ('alice@example.com')`

  expect(await other.sql`select email from auth.users`).toEqual([])
})

test('the server is ready once it answers on /health', async () => {
  const server = await startTestServer()
  onTestFinished(server.stop)

  const response = await fetch(`${server.url}/health`)

  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ status: 'ok' })
})
