'use client'

import { createPaddock } from 'paddock/client'
import { PaddockProvider, PriceCarousel } from 'paddock/react'
import { useState } from 'react'

export function Car({ id, url, publishableKey }: { id: string; url: string; publishableKey: string }) {
  const [client] = useState(() => createPaddock(url, publishableKey))
  return (
    <PaddockProvider client={client}>
      <PriceCarousel vehicleId={id} />
    </PaddockProvider>
  )
}
