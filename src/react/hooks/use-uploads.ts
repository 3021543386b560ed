import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { isPaddockError } from '../../client/errors.ts'
import type { Photo } from '../../client/photos.ts'
import { type Upload, uploadPhoto } from '../../client/upload.ts'
import { reasonOf, say } from '../language/say.ts'
import { keys } from './keys.ts'
import { useClient } from './PaddockProvider.tsx'

export type PhotoUpload = {
  id: number
  file: File
  /** `preparing`: it has been sent, and the server makes the photo of it. */
  state: 'waiting' | 'sending' | 'preparing' | 'added' | 'duplicate' | 'refused'
  /** How much has been sent, from 0 to 1. */
  sent: number
  /** Why it was refused, in words. */
  reason: string | null
}

let lastId = 0

const toUpload = (file: File): PhotoUpload => ({ id: ++lastId, file, state: 'waiting', sent: 0, reason: null })

/**
 * Photos on their way to a vehicle, one after another, in the order in which they were chosen. One that is refused says
 * why, and the next one goes.
 */
export function useUploads(vehicleId: string, onAdded?: (photo: Photo) => void) {
  const client = useClient()
  const queries = useQueryClient()
  const [uploads, setUploads] = useState<PhotoUpload[]>([])
  const change = (id: number, values: Partial<PhotoUpload>) =>
    setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...values } : upload)))

  const settle = useEffectEvent(async (id: number, { photo, duplicate }: Upload) => {
    change(id, { state: duplicate ? 'duplicate' : 'added', sent: 1 })
    await queries.invalidateQueries({ queryKey: keys.photos(vehicleId) })
    onAdded?.(photo)
  })
  const send = useEffectEvent(async ({ id, file }: PhotoUpload) => {
    const onProgress = (sent: number) => change(id, { sent, state: sent < 1 ? 'sending' : 'preparing' })
    change(id, { state: 'sending' })
    try {
      await settle(id, await uploadPhoto(client, vehicleId, file, { onProgress }))
    } catch (error) {
      const reason = isPaddockError(error) ? reasonOf(error) : say('Something went wrong. Try again in a moment.')
      change(id, { state: 'refused', reason })
    }
  })

  const next = uploads.find(({ state }) => state === 'waiting')
  const busy = uploads.some(({ state }) => state === 'sending' || state === 'preparing')
  const nextId = busy ? undefined : next?.id
  const begin = useEffectEvent(() => {
    if (next) send(next)
  })
  useEffect(() => {
    if (nextId !== undefined) begin()
  }, [nextId])

  return {
    uploads,
    add: (files: Iterable<File>) => setUploads((all) => [...all, ...[...files].map(toUpload)]),
    /** Takes those that are over off the list. */
    clear: () => setUploads((all) => all.filter(({ state }) => !/added|duplicate|refused/.test(state))),
  }
}
