import { useMutation } from '@tanstack/react-query'
import {
  type Arrival,
  acceptArrival,
  changeEmail,
  requestNewPassword,
  resendConfirmation,
  setPassword,
} from '../../client/account-mail.ts'
import { useClient } from './PaddockProvider.tsx'

/** Links of mails lead to the page's start. */
const start = () => `${location.origin}/`

export function useRequestNewPassword() {
  const client = useClient()
  return useMutation({ mutationFn: (email: string) => requestNewPassword(client, email, start()) })
}

export function useResendConfirmation() {
  const client = useClient()
  return useMutation({ mutationFn: (email: string) => resendConfirmation(client, email, start()) })
}

type NewPassword = { password: string; current?: string }

/** With an arrival, signs in by it first. */
export function useSetPassword(arrival?: Arrival & { kind: 'session' }) {
  const client = useClient()
  return useMutation({
    mutationFn: async ({ password, current }: NewPassword) => {
      if (arrival) await acceptArrival(client, arrival)
      await setPassword(client, password, current)
    },
  })
}

export function useAcceptArrival() {
  const client = useClient()
  return useMutation({ mutationFn: (arrival: Arrival & { kind: 'session' }) => acceptArrival(client, arrival) })
}

type NewEmail = { email: string; current: string }

export function useChangeEmail() {
  const client = useClient()
  return useMutation({ mutationFn: ({ email, current }: NewEmail) => changeEmail(client, email, start(), current) })
}
