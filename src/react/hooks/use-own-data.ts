import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { accountSummary, deleteAccount, type ExportProgress, exportAccount } from '../../client/account.ts'
import { signIn } from '../../client/session.ts'
import { forgetDrafts } from '../drafts.ts'
import { keys } from './keys.ts'
import { useClient, useMember } from './PaddockProvider.tsx'

/** What is kept of whoever is signed in. */
export function useAccountSummary() {
  const client = useClient()
  const member = useMember()
  return useQuery({
    queryKey: keys.accountSummary(member?.id ?? ''),
    queryFn: () => accountSummary(client),
    enabled: Boolean(member),
  })
}

/** Makes the zip; `progress` says which file is read. */
export function useExportAccount() {
  const client = useClient()
  const [progress, setProgress] = useState<ExportProgress | null>(null)
  const made = useMutation({ mutationFn: () => exportAccount(client, { onProgress: setProgress }) })
  return { ...made, progress }
}

/** Signs in anew where a password is given, deletes the account, and forgets what this browser kept of it. */
export function useDeleteAccount() {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ email, password }: { email: string; password: string }) => {
      if (password) await signIn(client, email, password)
      await deleteAccount(client, email)
    },
    onSuccess: () => {
      forgetDrafts()
      queries.clear()
    },
  })
}
