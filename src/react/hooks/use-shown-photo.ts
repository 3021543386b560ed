import { useEffect, useRef, useState } from 'react'
import type { Photo } from '../../client/photos.ts'
import { addressNamesPhoto, enterPhoto, leavePhotos, movedTo, photoInAddress } from './photo-address.ts'

/**
 * Which photo is shown, and whether it fills the screen: the one that the page's address names (`?photo=`), one that was asked for, or where the
 * reader has moved to. `jump` changes when one is asked for: then the reel begins anew, there.
 *
 * @param ownsAddress the page's address is this vehicle's: it follows the photo, and each that fills the screen gets an entry in the history
 */
export function useShownPhoto(photos: Photo[] | undefined, ownsAddress = false) {
  const [wanted, setWanted] = useState(photoInAddress)
  const [linked] = useState(wanted)
  const [moved, setMoved] = useState(0)
  const [jump, setJump] = useState(0)
  const [full, setFull] = useState(false)
  const found = wanted ? (photos?.findIndex(({ id }) => id === wanted) ?? -1) : -1
  const index = found >= 0 ? found : Math.min(moved, Math.max(0, (photos?.length ?? 0) - 1))
  const photoId = photos?.[index]?.id
  /** The way back from the screen ends where it began, and the page stays with the photo that was left. */
  const latest = useRef(photoId)
  const wasFull = useRef(false)
  useEffect(() => {
    latest.current = photoId
  })

  useEffect(() => {
    if (!ownsAddress) return
    const { pathname } = location
    const follow = () => {
      setFull(addressNamesPhoto())
      if (addressNamesPhoto()) setWanted(photoInAddress())
      else if (wasFull.current && latest.current && location.pathname === pathname) movedTo(latest.current)
      wasFull.current = addressNamesPhoto()
    }
    follow()
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [ownsAddress])
  return {
    index,
    jump,
    full: full && (wanted === null || found >= 0),
    /** The address names a photo that is not among them. */
    isMissing: linked !== null && wanted === linked && photos !== undefined && found < 0,
    move: (to: number) => {
      const next = photos?.[to]?.id
      setWanted(null)
      setMoved(to)
      if (!ownsAddress || !next || next === photoId) return
      if (full) enterPhoto(next)
      else movedTo(next)
    },
    show: (id: string) => {
      setWanted(id)
      setJump(jump + 1)
    },
    open: () => {
      if (!photoId) return
      setFull(true)
      wasFull.current = true
      if (ownsAddress) enterPhoto(photoId)
    },
    close: () => {
      if (ownsAddress) leavePhotos()
      setFull(false)
    },
  }
}

export type ShownPhoto = ReturnType<typeof useShownPhoto>
