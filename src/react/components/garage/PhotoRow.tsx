import { useState } from 'react'
import type { Photo } from '../../../client/photos.ts'
import { say } from '../../language/say.ts'
import { TextField } from './TextField.tsx'

type PhotoRowProps = {
  photo: Photo
  place: number
  count: number
  onMove: (to: number) => void
  onDrag: (on: boolean) => void
  onCaption: (words: string) => void
  onTurn: () => void
  /** A photo of this car is being turned. */
  isTurning: boolean
  onRemove: () => void
}

/** One photo with its caption and what can be done with it. */
export function PhotoRow({
  photo,
  place,
  count,
  onMove,
  onDrag,
  onCaption,
  onTurn,
  isTurning,
  onRemove,
}: PhotoRowProps) {
  const [words, setWords] = useState(photo.caption ?? '')
  const [sure, setSure] = useState(false)
  const which = say('photo {place}', { place: place + 1 })
  return (
    <div className="pd-photo-row">
      <img
        src={photo.url}
        srcSet={photo.srcset ?? undefined}
        sizes="10rem"
        alt={photo.altText ?? ''}
        loading="lazy"
        draggable
        onDragStart={() => onDrag(true)}
        onDragEnd={() => onDrag(false)}
      />
      <div className="pd-photo-row-text">
        <TextField
          label={
            place === 0 ? say('Caption of photo 1, the cover') : say('Caption of photo {place}', { place: place + 1 })
          }
          value={words}
          maxLength={500}
          onChange={setWords}
          onBlur={() => words.trim() !== (photo.caption ?? '') && onCaption(words)}
        />
        <p className="pd-row">
          <button type="button" className="pd-link" aria-disabled={place === 0} onClick={() => onMove(place - 1)}>
            {say('Earlier')}
            <span className="pd-hidden">, {which}</span>
          </button>
          <button
            type="button"
            className="pd-link"
            aria-disabled={place === count - 1}
            onClick={() => onMove(place + 1)}
          >
            {say('Later')}
            <span className="pd-hidden">, {which}</span>
          </button>
          {place > 0 && (
            <button type="button" className="pd-link" onClick={() => onMove(0)}>
              {say('Make it the cover')}
              <span className="pd-hidden">, {which}</span>
            </button>
          )}
          <button type="button" className="pd-link" aria-busy={isTurning} onClick={onTurn}>
            {say('Turn')}
            <span className="pd-hidden">
              , {which}, {say('clockwise by a quarter')}
            </span>
          </button>
          <button type="button" className="pd-link" onClick={() => (sure ? onRemove() : setSure(true))}>
            {sure ? say('Remove it with its comments') : say('Remove')}
            <span className="pd-hidden">, {which}</span>
          </button>
        </p>
      </div>
    </div>
  )
}
