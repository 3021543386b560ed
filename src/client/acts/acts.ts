import { PaddockError } from '../errors.ts'
import { type Act, targetOf } from './act.ts'
import type { ActStore, Entry, Person } from './store.ts'

/** An act that waits to be sent, or that the server has refused, with the server's reason. */
export type WaitingAct = Pick<Entry, 'id' | 'act' | 'refused'> & {
  /** Whoever acted has not been told yet whether it went through. */
  isNew: boolean
}

export type ActsOptions = {
  store: ActStore
  /** Does an act as whoever did it, and as nobody else; a second time with the same id changes nothing. */
  perform: (act: Act, id: string, by: Person) => Promise<void>
  failureOf: (error: unknown) => 'lost' | 'later' | 'refused'
  /** Runs one at a time among all tabs. */
  exclusively: (work: () => Promise<void>) => Promise<void>
  makeId: () => string
  /** Has been sent, by this tab or by another. */
  onGone?: (act: Act) => void
  /** Something waits; called after a sending that could not do all of it. */
  onWaiting?: () => void
}

/** More than a person does without a connection. */
const mostWaiting = 200

/**
 * Acts of a person, written down before they are sent: sent once each, in the order in which they were done, by one tab at
 * a time, or given back with the server's reason. Nobody else sees or sends them.
 */
export function createActs(options: ActsOptions) {
  const { store, perform, failureOf, exclusively, makeId, onGone, onWaiting } = options
  let person: Person | undefined
  let sending: Promise<void> | null = null
  let again = false
  let shown: readonly WaitingAct[] = []
  let known = new Map<string, Act>()
  const fresh = new Set<string>()
  const failures = new Map<string, unknown>()
  const listeners = new Set<() => void>()

  const isOf = (of: Person | undefined, entry: Entry) =>
    of !== undefined && (entry.person.isVisitor ? of.isVisitor : entry.person.id === of.id)
  const own = () => store.all().filter((entry) => isOf(person, entry))

  /** Reads what waits anew, after a change here or in another tab. */
  const refresh = () => {
    const entries = own()
    const now = new Map(entries.map(({ id, act }) => [id, act]))
    const gone = [...known].filter(([id]) => !now.has(id))
    known = now
    shown = entries.map(({ id, act, refused }) => ({ id, act, refused, isNew: fresh.has(id) }))
    for (const [, act] of gone) onGone?.(act)
    for (const listener of listeners) listener()
  }

  /** What a visitor has not sent is asked about again, when somebody signs in: it would bear another name. */
  const takeOver = (by: Person) => {
    if (by.isVisitor || by.id === null) return
    const refused = { code: 'made_before_signing_in', message: 'You did this before you signed in.' }
    for (const entry of store.all()) {
      if (!entry.person.isVisitor) continue
      // A visitor who has kept the account is still the same person.
      store.change({ ...entry, person: by, ...(entry.person.id !== by.id && { refused }) })
    }
  }

  const sendAll = async () => {
    for (;;) {
      const entry = own().find(({ refused }) => refused === null)
      if (!entry) return
      try {
        await perform(entry.act, entry.id, entry.person)
        store.remove(entry)
      } catch (error) {
        const failure = failureOf(error)
        const isFresh = fresh.has(entry.id)
        if (failure === 'lost' || (failure === 'later' && !isFresh)) return onWaiting?.()
        if (isFresh) {
          failures.set(entry.id, error)
          store.remove(entry)
        } else store.change({ ...entry, refused: asRefusal(error) })
      }
      refresh()
    }
  }

  const send = (): Promise<void> => {
    again = true
    sending ??= exclusively(async () => {
      while (again) {
        again = false
        await sendAll()
      }
    }).finally(() => {
      sending = null
      refresh()
    })
    return sending
  }

  return {
    /** Who acts from now on; undefined while it is not known. */
    setPerson(next: { id: string; isVisitor: boolean } | null | undefined) {
      const by = next === null ? nobody : next
      if (by) takeOver(by)
      person = by
      known = new Map()
      refresh()
      if (own().some(({ refused }) => refused === null)) void send()
    },

    /**
     * Does an act now, or as soon as there is a connection.
     *
     * @returns whether it is done, or waits
     * @throws {PaddockError} where the server says no
     */
    async act(act: Act): Promise<'done' | 'waiting'> {
      const waiting = own()
      if (waiting.length >= mostWaiting) {
        throw new PaddockError('too_much_waits', 'Too much waits for a connection already. Try again once it is back.')
      }
      const by = person ?? nobody
      const id = makeId()
      const entry = store.add({ id, person: by, act, refused: null })
      const target = targetOf(act)
      if (target) for (const earlier of waiting) if (targetOf(earlier.act) === target) store.remove(earlier)
      fresh.add(id)
      refresh()
      await send().catch(() => {})
      fresh.delete(id)
      const failure = failures.get(id)
      failures.delete(id)
      refresh()
      if (failure !== undefined) throw failure
      const left = store.all().find(({ key }) => key === entry.key)
      if (!left) return 'done'
      if (left.refused === null) return 'waiting'
      store.remove(left) // another tab has sent it
      refresh()
      throw new PaddockError(left.refused.code, left.refused.message)
    },

    /** @returns false where it has been sent meanwhile */
    async takeBack(id: string): Promise<boolean> {
      let taken = false
      await exclusively(async () => {
        const entry = own().find((each) => each.id === id)
        if (!entry) return
        store.remove(entry)
        taken = true
      })
      refresh()
      return taken
    },

    /** The words of what was given back stand in their form again: they are not put there a second time. */
    markInForm(id: string) {
      const entry = own().find((each) => each.id === id)
      if (!entry?.refused || entry.refused.inForm) return
      store.change({ ...entry, refused: { ...entry.refused, inForm: true } })
      refresh()
    },

    /** Sends once more what was given back. */
    async sendAgain(id: string): Promise<void> {
      const entry = own().find((each) => each.id === id)
      if (!entry) return
      store.change({ ...entry, refused: null })
      refresh()
      await send()
    },

    send,
    refresh,

    /** What waits or was given back, of whoever is signed in. */
    list: () => shown,

    /** Forgets what whoever is signed in has waiting. */
    forget() {
      for (const entry of own()) store.remove(entry)
      known = new Map()
      refresh()
    },

    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

export type Acts = ReturnType<typeof createActs>

const nobody: Person = { id: null, isVisitor: true }

const asRefusal = (error: unknown) =>
  error instanceof PaddockError
    ? { code: error.code, message: error.message }
    : { code: 'unexpected', message: 'Something went wrong on our side. Try again in a moment.' }
