import { Suspense, useState } from 'react'
import type { KnownTag, PhotoTag } from '../../../client/tags.ts'
import { count, percent } from '../../format.ts'
import { say } from '../../language/say.ts'
import { lazyPart } from '../../lazy-part.tsx'
import { Notice } from '../shared/Notice.tsx'
import { labelOf } from './tag-label.ts'

// Loaded when an owner edits.
const TagEditor = lazyPart(async () => (await import('./TagEditor.tsx')).TagEditor)

type PhotoTagsProps = {
  /** Undefined while they are loaded. */
  tags: PhotoTag[] | undefined
  known: KnownTag[] | undefined
  /** 0 to 100. */
  technicalValue: number
  /** Given to the owner, who says what a photo shows. */
  onChange?: (tag: string, on: boolean) => void
  error: string | null
}

/** What a photo shows, and how much of a car that tells. */
export function PhotoTags({ tags, known, technicalValue, onChange, error }: PhotoTagsProps) {
  const [editing, setEditing] = useState(false)
  return (
    <section className="pd-tags" aria-label={say('What this photo shows')}>
      <p className="pd-tags-line">
        {tags?.length === 0 && <span className="pd-soft">{say('Nobody has said yet what it shows.')}</span>}
        {tags && tags.length > 0 && (
          <>
            <span className="pd-soft">{say('Shows')} </span>
            {tags.map((tag, place) => (
              <span key={tag.tag}>
                {place > 0 && ', '}
                {labelOf(tag, known)}
                {tag.model && (
                  <small className="pd-soft">
                    {say('({model}, {confidence} sure)', { model: tag.model, confidence: percent(tag.confidence) })}
                  </small>
                )}
              </span>
            ))}
          </>
        )}
      </p>
      <div className="pd-tags-foot">
        <p className="pd-small pd-soft">
          {say('Technical value')} <span className="pd-number">{count(technicalValue)}</span> {say('of 100')}
        </p>
        {onChange && (
          <button type="button" className="pd-link" aria-expanded={editing} onClick={() => setEditing(!editing)}>
            {editing ? say('Done') : say('Edit tags')}
          </button>
        )}
      </div>
      {editing && onChange && (
        <Suspense>
          <TagEditor tags={tags ?? []} known={known ?? []} onChange={onChange} />
        </Suspense>
      )}
      {error && <Notice>{error}</Notice>}
    </section>
  )
}
