import { useState } from 'react'
import type { Photo } from '../../client/photos.ts'

/** Of the page's address; a server that renders has none. */
const wantedPhoto = () => (typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('photo'))

/**
 * Which photo is shown: the one that the page's address names (`?photo=`), one that was asked for, or where the reader
 * has moved to. `jump` changes when one is asked for: then the reel begins anew, there.
 */
export function useShownPhoto(photos: Photo[] | undefined) {
  const [wanted, setWanted] = useState(wantedPhoto)
  const [moved, setMoved] = useState(0)
  const [jump, setJump] = useState(0)
  const found = wanted ? (photos?.findIndex(({ id }) => id === wanted) ?? -1) : -1
  const last = Math.max(0, (photos?.length ?? 0) - 1)
  return {
    index: found >= 0 ? found : Math.min(moved, last),
    jump,
    move: (index: number) => {
      setWanted(null)
      setMoved(index)
    },
    show: (photoId: string) => {
      setWanted(photoId)
      setJump(jump + 1)
    },
  }
}
