import type { Comment, Comments } from '../../client/comments.ts'

/** Comments as they will be, shown before the server has agreed. */

export function withComment(comments: Comments, comment: Comment): Comments {
  const { parentId } = comment
  const threads = parentId
    ? comments.comments.map((thread) =>
        thread.id === parentId ? { ...thread, replies: [...thread.replies, comment] } : thread,
      )
    : [...comments.comments, comment]
  return { comments: threads, count: comments.count + 1 }
}

export function changed(comments: Comments, commentId: string, values: Partial<Comment>): Comments {
  const change = (comment: Comment): Comment => ({
    ...comment,
    ...(comment.id === commentId ? values : {}),
    replies: comment.replies.map(change),
  })
  return { ...comments, comments: comments.comments.map(change) }
}

/** Answers outlive the comment that they answered. */
export function without(comments: Comments, commentId: string): Comments {
  const threads = comments.comments.flatMap((thread) =>
    thread.id === commentId
      ? thread.replies.map((reply) => ({ ...reply, parentId: null }))
      : [{ ...thread, replies: thread.replies.filter(({ id }) => id !== commentId) }],
  )
  return { comments: threads, count: comments.count - 1 }
}
