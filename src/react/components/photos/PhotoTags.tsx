import { type FormEvent, useId, useState } from 'react'
import { type KnownTag, type PhotoTag, toTag } from '../../../client/tags.ts'
import { count, percent } from '../../format.ts'
import { Icon } from '../shared/Icon.tsx'
import { Notice } from '../shared/Notice.tsx'

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
    <section className="pd-tags" aria-label="What this photo shows">
      <p className="pd-tags-line">
        {tags?.length === 0 && <span className="pd-soft">Nobody has said yet what it shows.</span>}
        {tags && tags.length > 0 && (
          <>
            <span className="pd-soft">Shows </span>
            {tags.map((tag, place) => (
              <span key={tag.tag}>
                {place > 0 && ', '}
                {labelOf(tag, known)}
                {tag.model && (
                  <small className="pd-soft">
                    {' '}
                    ({tag.model}, {percent(tag.confidence)} sure)
                  </small>
                )}
              </span>
            ))}
          </>
        )}
      </p>
      <div className="pd-tags-foot">
        <p className="pd-small pd-soft">
          Technical value <span className="pd-number">{count(technicalValue)}</span> of 100
        </p>
        {onChange && (
          <button type="button" className="pd-link" aria-expanded={editing} onClick={() => setEditing(!editing)}>
            {editing ? 'Done' : 'Edit tags'}
          </button>
        )}
      </div>
      {editing && onChange && <TagEditor tags={tags ?? []} known={known ?? []} onChange={onChange} />}
      {error && <Notice>{error}</Notice>}
    </section>
  )
}

type TagEditorProps = { tags: PhotoTag[]; known: KnownTag[]; onChange: (tag: string, on: boolean) => void }

function TagEditor({ tags, known, onChange }: TagEditorProps) {
  const id = useId()
  const [words, setWords] = useState('')
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (words.trim() === '') return
    onChange(tagOf(words, known), true)
    setWords('')
  }
  return (
    <>
      <ul className="pd-tag-list">
        {tags.map((tag) => (
          <li key={tag.tag}>
            {labelOf(tag, known)}
            <button
              type="button"
              className="pd-icon-button"
              aria-label={`Remove ${labelOf(tag, known)}`}
              onClick={() => onChange(tag.tag, false)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <form className="pd-tag-form" onSubmit={add}>
        <div className="pd-field">
          <label htmlFor={id}>It shows</label>
          <input
            id={id}
            list={`${id}-known`}
            maxLength={40}
            placeholder="Engine bay, or words of your own"
            autoComplete="off"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <datalist id={`${id}-known`}>
            {known.map(({ tag, label, area }) => (
              <option key={tag} value={label}>
                {area}
              </option>
            ))}
          </datalist>
        </div>
        <button type="submit" className="pd-button">
          Add
        </button>
      </form>
    </>
  )
}

/** A label of the vocabulary stands for its tag; anything else is a tag of one's own. */
export const tagOf = (words: string, known: KnownTag[]) =>
  known.find(({ label }) => toTag(label) === toTag(words))?.tag ?? toTag(words)

const labelOf = ({ tag }: PhotoTag, known: KnownTag[] | undefined) =>
  known?.find((each) => each.tag === tag)?.label ?? tag.replaceAll('_', ' ')
