import { type FormEvent, useId, useState } from 'react'
import { type KnownTag, type PhotoTag, toTag } from '../../../client/tags.ts'
import { named, say } from '../../language/say.ts'
import { Icon } from '../shared/Icon.tsx'
import { labelOf } from './tag-label.ts'

type TagEditorProps = { tags: PhotoTag[]; known: KnownTag[]; onChange: (tag: string, on: boolean) => void }

/** What a photo shows, to be said by its owner. */
export function TagEditor({ tags, known, onChange }: TagEditorProps) {
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
              aria-label={say('Remove {tag}', { tag: labelOf(tag, known) })}
              onClick={() => onChange(tag.tag, false)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <form className="pd-tag-form" onSubmit={add}>
        <div className="pd-field">
          <label htmlFor={id}>{say('It shows')}</label>
          <input
            id={id}
            list={`${id}-known`}
            maxLength={40}
            placeholder={say('Engine bay, or words of your own')}
            autoComplete="off"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <datalist id={`${id}-known`}>
            {known.map(({ tag, label, area }) => (
              <option key={tag} value={named(label, '@tag')}>
                {named(area, '@area')}
              </option>
            ))}
          </datalist>
        </div>
        <button type="submit" className="pd-button">
          {say('Add')}
        </button>
      </form>
    </>
  )
}

/** A label of the vocabulary, in English or in the language of the page, stands for its tag; anything else is a tag of one's own. */
export const tagOf = (words: string, known: KnownTag[]) =>
  known.find(({ label }) => [label, named(label, '@tag')].some((each) => toTag(each) === toTag(words)))?.tag ??
  toTag(words)
