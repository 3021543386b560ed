import type { ReactNode } from 'react'
import type { Comment, Comments } from '../../../client/comments.ts'
import { say } from '../../language/say.ts'
import { Notice } from '../shared/Notice.tsx'
import { CommentForm } from './CommentForm.tsx'
import { type CommentActs, CommentItem } from './CommentItem.tsx'

type PhotoCommentsProps = CommentActs & {
  id: string
  /** How deep its title stands; `h3` unless given. */
  heading?: 'h2' | 'h3'
  /** Undefined while they are loaded. */
  comments: Comments | undefined
  /** The last of what was refused, in words. */
  error: string | null
  /** What of one's own has not been sent. */
  waiting?: ReactNode
}

/** What people say about a photo: threads of comments and their replies, one level deep, and a field for one more. */
export function PhotoComments({ id, heading: Heading = 'h3', comments, error, waiting, ...acts }: PhotoCommentsProps) {
  const shown = comments?.comments.reduce((sum, { replies }) => sum + 1 + replies.length, 0) ?? 0
  const earlier = (comments?.count ?? 0) - shown
  return (
    <section className="pd-comments" id={id} aria-labelledby={`${id}-title`} tabIndex={-1}>
      <Heading id={`${id}-title`}>{say('On this photo')}</Heading>
      {earlier > 0 && (
        <p className="pd-small pd-soft">
          {say('{earlier} earlier comment not shown|{earlier} earlier comments not shown', { earlier })}
        </p>
      )}
      <ul aria-busy={!comments}>
        {comments?.comments.map((comment) => (
          <Thread key={comment.id} comment={comment} acts={acts} />
        ))}
      </ul>
      {comments?.comments.length === 0 && (
        <p className="pd-quiet pd-empty">{say('Nobody has said anything about it yet.')}</p>
      )}
      {waiting}
      {error && <Notice>{error}</Notice>}
      <CommentForm
        label={say('Add a comment')}
        submit={say('Comment')}
        draft="comment"
        onSubmit={(text) => acts.onAdd(text, null)}
      />
    </section>
  )
}

function Thread({ comment, acts }: { comment: Comment; acts: CommentActs }) {
  return (
    <CommentItem comment={comment} acts={acts} canReply={comment.parentId === null}>
      {comment.replies.length > 0 && (
        <ul className="pd-replies" aria-label={say('Replies to “{text}”', { text: comment.text.slice(0, 60) })}>
          {comment.replies.map((reply) => (
            <CommentItem key={reply.id} comment={reply} acts={acts} />
          ))}
        </ul>
      )}
    </CommentItem>
  )
}
