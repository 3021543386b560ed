import type { ReactNode } from 'react'

/** What went wrong and what to do, read out at once. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <p className="pd-notice" role="alert">
      {children}
    </p>
  )
}
