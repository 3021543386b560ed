import { useState } from 'react'
import type { Photo } from '../../../client/photos.ts'
import { reasonOf, say } from '../../language/say.ts'
import { Notice } from '../shared/Notice.tsx'
import { PhotoRow } from './PhotoRow.tsx'

type PhotoEditorProps = {
  photos: Photo[]
  onOrder: (photos: Photo[]) => void
  onCaption: (photoId: string, words: string) => void
  onTurn: (photoId: string) => void
  isTurning: boolean
  onRemove: (photoId: string) => void
  error: Error | null
}

/** A vehicle's photos in their order: captions, the cover, moved by drag or by buttons, removed after a second look. */
export function PhotoEditor({ photos, onOrder, onCaption, onTurn, isTurning, onRemove, error }: PhotoEditorProps) {
  const [said, setSaid] = useState('')
  const [dragged, setDragged] = useState<string | null>(null)
  const move = (id: string, to: number) => {
    const photo = photos.find((each) => each.id === id)
    if (!photo || to < 0 || to >= photos.length || photos[to] === photo) return
    const rest = photos.filter((each) => each.id !== id)
    onOrder([...rest.slice(0, to), photo, ...rest.slice(to)])
    setSaid(
      to === 0
        ? say('Photo moved to place 1 of {total}. It is the cover now.', { total: photos.length })
        : say('Photo moved to place {place} of {total}.', { place: to + 1, total: photos.length }),
    )
  }
  return (
    <>
      {photos.length > 1 && (
        <p className="pd-small pd-quiet">
          {say('The first photo is the cover. Drag a photo, or move it with its buttons.')}
        </p>
      )}
      <ol className="pd-photo-editor" aria-label={say('Photos in their order')}>
        {photos.map((photo, place) => (
          <li
            key={photo.id}
            onDragOver={(event) => dragged && event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault()
              if (dragged) move(dragged, place)
            }}
          >
            <PhotoRow
              photo={photo}
              place={place}
              count={photos.length}
              onMove={(to) => move(photo.id, to)}
              onDrag={(on) => setDragged(on ? photo.id : null)}
              onCaption={(words) => onCaption(photo.id, words)}
              onTurn={() => {
                onTurn(photo.id)
                setSaid(say('Photo {place} is being turned.', { place: place + 1 }))
              }}
              isTurning={isTurning}
              onRemove={() => {
                onRemove(photo.id)
                setSaid(say('Photo removed.'))
              }}
            />
          </li>
        ))}
      </ol>
      <p className="pd-hidden" role="status">
        {said}
      </p>
      {error && <Notice>{reasonOf(error)}</Notice>}
    </>
  )
}
