import { type Act, isAct } from './act.ts'

/** Who acted; a visitor has no account that could be signed in to again. */
export type Person = { id: string | null; isVisitor: boolean }

export type Entry = {
  key: string
  /** Made by the client: the database does what bears it once. */
  id: string
  person: Person
  act: Act
  /** Why the server said no, after whoever acted could be told at once; and whether the words are back in their form. */
  refused: { code: string; message: string; inForm?: boolean } | null
}

export type ActStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>
export type ActStore = ReturnType<typeof createActStore>

/** Acts of one project; the keys of each begin with this. */
export const actPrefix = (url: string) => `paddock.acts ${url} `

/**
 * Acts that wait, across reloads, shared by the tabs of a site. Each has an entry of its own, so that tabs never overwrite
 * each other's.
 */
export function createActStore(prefix: string, storage: ActStorage) {
  let latest = 0
  const write = ({ key, ...entry }: Entry) => storage.setItem(key, JSON.stringify(entry))

  /** In the order in which they were done. */
  const all = (): Entry[] => {
    const keys: string[] = []
    for (let place = 0; place < storage.length; place++) {
      const key = storage.key(place)
      if (key?.startsWith(prefix)) keys.push(key)
    }
    return keys.sort().flatMap((key) => read(key, storage.getItem(key)) ?? [])
  }

  return {
    all,

    /** @throws where the browser stores nothing, or nothing more */
    add(entry: Omit<Entry, 'key'>): Entry {
      const last = Number(all().at(-1)?.key.slice(prefix.length).split(' ')[0] ?? 0)
      latest = Math.max(Date.now(), last + 1, latest + 1) // a clock that was put back does not change the order
      const added = { ...entry, key: `${prefix}${String(latest).padStart(16, '0')} ${entry.id}` }
      write(added)
      return added
    },

    /** Only of what is there still: it may have been taken back meanwhile. */
    change(entry: Entry) {
      if (storage.getItem(entry.key) !== null) write(entry)
    },

    has: (entry: Entry) => storage.getItem(entry.key) !== null,

    remove: ({ key }: Entry) => storage.removeItem(key),
  }
}

/** Another program, or an older version of this one, may have left anything there. */
function read(key: string, text: string | null): Entry | null {
  try {
    const { id, person, act, refused } = JSON.parse(text ?? '') as Omit<Entry, 'key'>
    const isPerson = (person.id === null || typeof person.id === 'string') && typeof person.isVisitor === 'boolean'
    const isRefused = refused === null || typeof refused?.message === 'string'
    return typeof id === 'string' && isPerson && isAct(act) && isRefused ? { key, id, person, act, refused } : null
  } catch {
    return null
  }
}
