import { type FormEvent, useId, useState } from 'react'
import type { Comment } from '../../client/comments.ts'
import { nameOf, plural, timeAgo } from '../format.ts'
import { Notice } from './Notice.tsx'

type PhotoCommentsProps = {
  id: string
  /** Undefined while they are loaded. */
  comments: Comment[] | undefined
  count: number
  /** Whose comments can be taken back. */
  memberId: string | null
  onAdd: (text: string) => Promise<unknown>
  onRemove: (commentId: string) => void
  busy: boolean
  error: string | null
}

export function PhotoComments({ id, comments, count, memberId, onAdd, onRemove, busy, error }: PhotoCommentsProps) {
  const field = useId()
  const [text, setText] = useState('')
  const add = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    try {
      await onAdd(text)
      setText('')
    } catch {
      // The text stays for another try; the caller shows why.
    }
  }
  const hidden = count - (comments?.length ?? 0)
  return (
    <section className="pd-comments" id={id} aria-labelledby={`${id}-title`} tabIndex={-1}>
      <h3 id={`${id}-title`}>On this photo</h3>
      {comments && hidden > 0 && <p className="pd-small pd-soft">{plural(hidden, 'earlier comment')} not shown</p>}
      <ul aria-busy={!comments}>
        {comments?.map((comment) => (
          <li key={comment.id}>
            <q>{comment.text}</q>
            <p className="pd-small pd-soft">
              {nameOf(comment.author)}, {timeAgo(comment.writtenAt)}
              {comment.author.id === memberId && (
                <button
                  type="button"
                  className="pd-link"
                  onClick={() => onRemove(comment.id)}
                  aria-label={`Remove my comment: ${comment.text}`}
                >
                  Remove
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {comments?.length === 0 && <p className="pd-quiet pd-empty">Nobody has said anything about it yet.</p>}
      <form className="pd-form" onSubmit={add}>
        <div className="pd-field">
          <label htmlFor={field}>Add a comment</label>
          <textarea
            id={field}
            rows={2}
            maxLength={2000}
            required
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        {error && <Notice>{error}</Notice>}
        <button type="submit" className="pd-button" aria-disabled={busy}>
          Say it
        </button>
      </form>
    </section>
  )
}
