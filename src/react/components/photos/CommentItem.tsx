import { type ReactNode, useState } from 'react'
import type { Comment } from '../../../client/comments.ts'
import { timeAgo } from '../../format.ts'
import { isOnItsWay } from '../../hooks/use-comments.ts'
import { say } from '../../language/say.ts'
import { Icon } from '../shared/Icon.tsx'
import { PersonName } from '../shared/PersonName.tsx'
import { CommentForm } from './CommentForm.tsx'

export type CommentActs = {
  /** Whose comments can be changed and taken back; null for somebody signed out. */
  memberId: string | null
  /** The owner of the vehicle hides comments and shows them again. */
  isOwner: boolean
  onAdd: (text: string, parentId: string | null) => Promise<unknown>
  onEdit: (commentId: string, text: string) => Promise<unknown>
  onRemove: (commentId: string) => void
  onHide: (commentId: string, hidden: boolean) => void
  onReport: (commentId: string, reason: string) => Promise<unknown>
}

type Open = 'nothing' | 'acts' | 'reply' | 'edit' | 'report' | 'reported'

type CommentItemProps = {
  comment: Comment
  acts: CommentActs
  /** Answers are not answered. */
  canReply?: boolean
  children?: ReactNode
}

/** One comment, with what the reader may do with it. */
export function CommentItem({ comment, acts, canReply = false, children }: CommentItemProps) {
  const [open, setOpen] = useState<Open>('nothing')
  const [draft, setDraft] = useState<string>()
  const close = () => setOpen('nothing')
  const isMine = comment.author.id === acts.memberId
  if (open === 'edit') {
    const save = async (text: string) => {
      close()
      setDraft(undefined)
      try {
        await acts.onEdit(comment.id, text)
      } catch {
        setDraft(text) // the caller shows why
        setOpen('edit')
      }
    }
    return (
      <li>
        <CommentForm
          label={say('Change it')}
          submit={say('Save')}
          text={draft ?? comment.text}
          draft={`change ${comment.id}`}
          autoFocus
          onSubmit={save}
          onCancel={close}
        />
        {children}
      </li>
    )
  }
  return (
    <li data-hidden={comment.isHidden}>
      <q>{comment.text}</q>
      <div className="pd-comment-foot">
        <p className="pd-small pd-soft">
          <PersonName person={comment.author} />, {timeAgo(comment.writtenAt)}
          {comment.editedAt && `, ${say('edited')}`}
          {comment.isHidden && `, ${isMine && !acts.isOwner ? say('hidden by the owner') : say('hidden')}`}
        </p>
        {!isOnItsWay(comment) && (
          <span className="pd-comment-acts">
            {canReply && !comment.isHidden && (
              <button
                type="button"
                className="pd-link"
                aria-label={say('Reply to “{text}”', { text: comment.text.slice(0, 60) })}
                onClick={() => setOpen('reply')}
              >
                {say('Reply')}
              </button>
            )}
            <button
              type="button"
              className="pd-icon-button"
              aria-expanded={open === 'acts'}
              aria-label={say('More on “{text}”', { text: comment.text.slice(0, 60) })}
              onClick={() => setOpen(open === 'acts' ? 'nothing' : 'acts')}
            >
              <Icon name="more" />
            </button>
          </span>
        )}
      </div>
      {open === 'acts' && <Acts comment={comment} acts={acts} isMine={isMine} onOpen={setOpen} />}
      {open === 'reply' && (
        <CommentForm
          label={say('Your reply')}
          submit={say('Reply')}
          draft={`reply ${comment.id}`}
          autoFocus
          onCancel={close}
          onSubmit={async (text) => {
            await acts.onAdd(text, comment.id)
            close()
          }}
        />
      )}
      {open === 'report' && (
        <CommentForm
          label={say('What is wrong with it?')}
          submit={say('Report')}
          draft={`report ${comment.id}`}
          most={1_000}
          autoFocus
          onCancel={close}
          onSubmit={async (reason) => {
            setOpen((await acts.onReport(comment.id, reason)) === 'waiting' ? 'nothing' : 'reported')
          }}
        />
      )}
      {open === 'reported' && (
        <p className="pd-small" role="status">
          {say('Reported. The operator reads it; nobody here learns of it.')}
        </p>
      )}
      {children}
    </li>
  )
}

type ActsProps = { comment: Comment; acts: CommentActs; isMine: boolean; onOpen: (open: Open) => void }

function Acts({ comment, acts, isMine, onOpen }: ActsProps) {
  return (
    <p className="pd-row pd-comment-more">
      {isMine && (
        <>
          <button type="button" className="pd-link" onClick={() => onOpen('edit')}>
            {say('Edit')}
          </button>
          <button type="button" className="pd-link" onClick={() => acts.onRemove(comment.id)}>
            {say('Remove')}
          </button>
        </>
      )}
      {acts.isOwner && (
        <button
          type="button"
          className="pd-link"
          onClick={() => {
            acts.onHide(comment.id, !comment.isHidden)
            onOpen('nothing')
          }}
        >
          {comment.isHidden ? say('Show again') : say('Hide')}
        </button>
      )}
      {!isMine && (
        <button type="button" className="pd-link" onClick={() => onOpen('report')}>
          {say('Report')}
        </button>
      )}
    </p>
  )
}
