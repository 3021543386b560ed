import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { displayNames, saveDisplayName } from '../../client/people.ts'
import { ensureSession, keepAccount, signIn, signOut, signOutEverywhere } from '../../client/session.ts'
import { forgetDrafts } from '../drafts.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'
import { useActs } from './use-acts.ts'
import { sendViews } from './use-tracker.ts'

/** The member's public name; null before one is chosen. */
export function useDisplayName() {
  const client = useClient()
  const id = useMember()?.id
  return useQuery({
    queryKey: keys.name(id ?? ''),
    queryFn: async () => (await displayNames(client, id ? [id] : [])).get(id ?? '') ?? null,
    enabled: id !== undefined,
  })
}

export function useSaveName() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (name: string) => saveDisplayName(client, (await ensureSession(client)).id, name),
    // The name stands beside votes and comments too.
    onSuccess: () => queries.invalidateQueries(),
  })
}

type Credentials = { email: string; password: string }

export function useKeepAccount() {
  const client = useClient()
  return useMutation({ mutationFn: ({ email, password }: Credentials) => keepAccount(client, email, password) })
}

export function useSignIn() {
  const client = useClient()
  return useMutation({ mutationFn: ({ email, password }: Credentials) => signIn(client, email, password) })
}

export function useSignOut() {
  const client = useClient()
  const acts = useActs()
  return useMutation({
    mutationFn: async () => {
      await sendViews(client)
      if (acts.list().length > 0) (await acts.load()).forget()
      await signOut(client)
      forgetDrafts()
    },
  })
}

export function useSignOutEverywhere() {
  const client = useClient()
  return useMutation({
    mutationFn: async () => {
      await sendViews(client)
      await signOutEverywhere(client)
      forgetDrafts()
    },
  })
}
