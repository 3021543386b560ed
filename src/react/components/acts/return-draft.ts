import { keepDraft, readDraft, returned } from '../../drafts.ts'

/**
 * Puts words that were given back into the form that they came from.
 *
 * @returns false where something else has been typed there meanwhile, or nothing can be kept
 */
export function returnDraft(key: string, value: unknown): boolean {
  if (readDraft(key) !== undefined) return false
  keepDraft(key, value)
  if (readDraft(key) === undefined) return false
  dispatchEvent(new CustomEvent(returned, { detail: key }))
  return true
}
