import type { User } from '@supabase/supabase-js'
import type { PaddockClient } from './client.ts'
import { unwrap } from './errors.ts'

/** Who acts: a visitor has no email yet and loses the account with the browser's storage. */
export type Member = {
  id: string
  email: string | null
  isVisitor: boolean
  /** Says what to show; whether somebody is one the database asks itself at every call. */
  isOperator: boolean
}

/** @returns null for somebody signed out */
export async function currentMember(client: PaddockClient): Promise<Member | null> {
  const { session } = unwrap(await client.auth.getSession())
  return session && toMember(session.user)
}

const pending = new WeakMap<PaddockClient, Promise<Member>>()

/**
 * The member who acts now. Somebody signed out gets a visitor's account at once, one even for acts at the same moment.
 *
 * @throws {PaddockError} `too_many_requests`
 */
export async function ensureSession(client: PaddockClient): Promise<Member> {
  const waiting = pending.get(client)
  if (waiting) return waiting
  const member = currentMember(client).then((known) => known ?? signInAsVisitor(client))
  pending.set(client, member)
  try {
    return await member
  } finally {
    pending.delete(client)
  }
}

async function signInAsVisitor(client: PaddockClient): Promise<Member> {
  const { user } = unwrap(await client.auth.signInAnonymously())
  return toMember(user as User)
}

/**
 * Keeps a visitor's account, with all it has done, by giving it an email and a password.
 *
 * @throws {PaddockError} `email_taken`, `weak_password`
 */
export async function keepAccount(client: PaddockClient, email: string, password: string): Promise<Member> {
  await ensureSession(client)
  const { user } = unwrap(await client.auth.updateUser({ email, password }))
  // The old token still says that this is a visitor.
  unwrap(await client.auth.refreshSession())
  return toMember(user)
}

/** @throws {PaddockError} `wrong_email_or_password`, `too_many_requests` */
export async function signIn(client: PaddockClient, email: string, password: string): Promise<Member> {
  const { user } = unwrap(await client.auth.signInWithPassword({ email, password }))
  return toMember(user as User)
}

/** Signs out in this browser only. */
export async function signOut(client: PaddockClient): Promise<void> {
  await client.auth.signOut({ scope: 'local' })
}

/** Ends every session of the account, in this browser and all others. */
export async function signOutEverywhere(client: PaddockClient): Promise<void> {
  const { error } = await client.auth.signOut({ scope: 'global' })
  if (error) unwrap({ data: null, error })
}

/**
 * Calls back with the member now and whenever it changes.
 *
 * @returns a function that ends it
 */
export function onMemberChange(client: PaddockClient, callback: (member: Member | null) => void): () => void {
  const { data } = client.auth.onAuthStateChange((_event, session) => callback(session && toMember(session.user)))
  return () => data.subscription.unsubscribe()
}

const toMember = (user: User): Member => ({
  id: user.id,
  email: user.email || null,
  isVisitor: user.is_anonymous ?? false,
  isOperator: user.app_metadata?.role === 'operator',
})
