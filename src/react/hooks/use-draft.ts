import { createContext, useCallback, useContext, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { keepDraft, readDraft, returned, sendDraft } from '../drafts.ts'

/** What the forms inside are about, such as a vehicle's id. Outside of one, drafts live as long as their form. */
export const DraftsOf = createContext<string | null>(null)

type Send = <R>(sending: Promise<R>, isAct?: boolean) => Promise<R>

/**
 * State that survives leaving the form, as `useState` otherwise; see drafts.ts.
 *
 * @param name of the form, within what it is about
 * @param fits whether something kept is of this form's kind still
 * @returns the value, how to change it, how to forget what is kept, and how to send it: see `sendDraft`
 */
export function useDraft<T>(
  name: string,
  initial: T,
  fits: (kept: unknown) => kept is T,
): [T, (value: T) => void, () => void, Send] {
  const about = useContext(DraftsOf)
  const key = about === null ? null : `${about} ${name}`
  const [value, setValue] = useState(initial)
  const start = useRef(initial)
  // After the first rendering, which has to be the server's.
  useLayoutEffect(() => {
    if (key === null) return
    const read = () => {
      const kept = readDraft(key)
      if (fits(kept)) setValue(kept)
    }
    const onReturn = (event: Event) => event instanceof CustomEvent && event.detail === key && read()
    read()
    addEventListener(returned, onReturn)
    return () => removeEventListener(returned, onReturn)
  }, [key, fits])
  const change = useCallback(
    (next: T) => {
      setValue(next)
      if (key !== null) keepDraft(key, Object.is(next, start.current) ? undefined : next)
    },
    [key],
  )
  const forget = useCallback(() => {
    if (key !== null) keepDraft(key, undefined)
  }, [key])
  const send = useCallback<Send>(
    (sending, isAct = false) => (key === null ? sending : sendDraft(key, sending, isAct)),
    [key],
  )
  return [value, change, forget, send]
}

/** What a form holds now, for what was sent before to compare with; null once the form is gone. */
export function useLatest<T>(value: T) {
  const latest = useRef<T | null>(value)
  useEffect(() => {
    latest.current = value
    return () => {
      latest.current = null
    }
  }, [value])
  return latest
}

export const isText = (kept: unknown): kept is string => typeof kept === 'string'
