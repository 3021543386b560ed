import type { ReactNode } from 'react'

/** Below a field, what is wrong with it; the field names it with aria-describedby. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} className="pd-field-error" role="alert">
      {children}
    </p>
  )
}
