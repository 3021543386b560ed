import { type ReactNode, useEffect, useRef } from 'react'
import { LoadFailure, Waiting } from '../../../react/components/shared/LoadStates.tsx'
import { say } from '../../../react/language/say.ts'
import type { useList } from './use-operator.ts'

type EndlessProps<Row> = {
  list: ReturnType<typeof useList<Row>>
  /** What to say where there is nothing. */
  none: string
  children: (rows: Row[]) => ReactNode
}

/** A list that reads on as one comes to its end; the button does it by keys. */
export function Endless<Row>({ list, none, children }: EndlessProps<Row>) {
  const end = useRef<HTMLParagraphElement>(null)
  const { hasNextPage, isFetching, fetchNextPage } = list
  useEffect(() => {
    if (!end.current || !hasNextPage || isFetching) return
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && void fetchNextPage(), {
      rootMargin: '400px',
    })
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [hasNextPage, isFetching, fetchNextPage])
  if (list.error && !list.data) return <LoadFailure error={list.error} onRetry={list.refetch} />
  if (!list.data) return <Waiting />
  if (list.data.length === 0) return <p className="pd-quiet operator-none">{none}</p>
  return (
    <>
      {children(list.data)}
      {hasNextPage && (
        <p ref={end} className="index-more">
          <button
            type="button"
            className="pd-button"
            aria-disabled={isFetching}
            onClick={() => !isFetching && fetchNextPage()}
          >
            {list.isFetchingNextPage ? say('Loading') : say('Show more')}
          </button>
        </p>
      )}
    </>
  )
}
