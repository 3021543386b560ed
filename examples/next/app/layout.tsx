import type { ReactNode } from 'react'
import 'paddock/react/styles.css'

export const metadata = { title: "A dealer's own page", icons: { icon: 'data:,' } }

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
