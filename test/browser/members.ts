import { randomUUID } from 'node:crypto'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Site, Visit } from './site.ts'

const password = 'a long enough secret'

export type BrowserMember = { email: string; id: string; name: string; client: SupabaseClient }

/** A member with a confirmed address and a name, who is signed in to the API. */
export async function newMember(site: Site, name: string): Promise<BrowserMember> {
  const email = `${name.toLowerCase().replaceAll(' ', '-')}-${randomUUID().slice(0, 8)}@example.com`
  const made = await site.server.service().auth.admin.createUser({ email, password, email_confirm: true })
  expect(made.error).toBeNull()
  const client = site.server.client()
  expect((await client.auth.signInWithPassword({ email, password })).error).toBeNull()
  const id = made.data.user?.id ?? ''
  expect((await client.from('profiles').insert({ user_id: id, display_name: name })).error).toBeNull()
  return { email, id, name, client }
}

/** Fills the sheet that is open. */
export async function signInHere(page: Page, { email }: BrowserMember): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** A browser of their own at a page that asks them to sign in, which they do. */
export async function visitAs(
  site: Site,
  member: BrowserMember,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const visit = await site.visit(path, options)
  await visit.page.getByRole('button', { name: 'Sign in or join' }).click()
  await signInHere(visit.page, member)
  return visit
}

/** A car of theirs. */
export async function newCar(site: Site, owner: BrowserMember, model: string, isPublic = true): Promise<string> {
  const row = { user_id: owner.id, year: 1972, make: 'Alfa Romeo', model, is_public: isPublic }
  const [car] = await site.server.sql<
    { id: string }[]
  >`insert into public.vehicles ${site.server.sql(row)} returning id`
  return car?.id as string
}
