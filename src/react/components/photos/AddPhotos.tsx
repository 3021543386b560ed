import { useId } from 'react'
import { percent } from '../../format.ts'
import type { PhotoUpload } from '../../hooks/use-uploads.ts'
import { say } from '../../language/say.ts'

type AddPhotosProps = {
  uploads: PhotoUpload[]
  onAdd: (files: Iterable<File>) => void
  onClear: () => void
}

/** Chooses photos and shows how far each one is, or why it is not taken. */
export function AddPhotos({ uploads, onAdd, onClear }: AddPhotosProps) {
  const id = useId()
  const over = uploads.length > 0 && uploads.every(({ state }) => /added|duplicate|refused/.test(state))
  return (
    <div className="pd-upload">
      <label className="pd-button" htmlFor={id}>
        {say('Add photos')}
      </label>
      <input
        id={id}
        className="pd-hidden"
        type="file"
        accept="image/*"
        multiple
        onChange={(event) => {
          onAdd([...(event.target.files ?? [])])
          event.target.value = '' // the same file may be chosen again
        }}
      />
      {uploads.length > 0 && (
        <ul aria-label={say('Photos on their way')}>
          {uploads.map((upload) => (
            <li key={upload.id}>
              <p className="pd-upload-name">{upload.file.name}</p>
              <p className={upload.state === 'refused' ? 'pd-small' : 'pd-small pd-soft'} role="status">
                {inWords(upload)}
              </p>
              {(upload.state === 'sending' || upload.state === 'preparing') && (
                <progress
                  aria-label={upload.file.name}
                  max={1}
                  value={upload.state === 'sending' ? upload.sent : undefined}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {over && (
        <button type="button" className="pd-link" onClick={onClear}>
          {say('Clear the list')}
        </button>
      )}
    </div>
  )
}

function inWords({ state, sent, reason }: PhotoUpload): string {
  switch (state) {
    case 'waiting':
      return say('Waiting for its turn')
    case 'sending':
      return say('Sending, {sent}', { sent: percent(sent) })
    case 'preparing':
      return say('Being prepared')
    case 'added':
      return say('Added')
    case 'duplicate':
      return say('This vehicle has this photo already')
    case 'refused':
      return say('Not taken. {reason}', { reason })
  }
}
