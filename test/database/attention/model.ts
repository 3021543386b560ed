/** The rules of counting, written a second time and in another way, to hold against the database. */
export type Look = {
  id: string
  photo: string
  vehicle: string
  viewer: string
  at: number
  counted: boolean
  first: boolean
}

const halfHour = 30 * 60_000
const week = 7 * 86_400_000
const dayOf = (at: number) => Math.floor(at / 86_400_000)

export class Model {
  /** By event id and time: what tells a view from one sent again. */
  readonly looks = new Map<string, Look>()
  /** Counted views by viewer and vehicle, those of removed photos included. */
  readonly #seen = new Map<string, Look[]>()

  has(id: string, at: number): boolean {
    return this.looks.has(`${id} ${at}`)
  }

  /**
   * @param believed the time is a server's word; a client's that lies more than half an hour back counts once a week
   * @param most counted views of one photo that a viewer may have within half an hour before this one is not counted
   */
  add(
    look: Omit<Look, 'counted' | 'first'>,
    { most = 1, bot = false, anonymous = false, believed = false } = {},
  ): Look {
    const key = `${look.viewer} ${look.vehicle}`
    const seen = this.#seen.get(key) ?? []
    const apart = believed || look.at > Date.now() - halfHour ? halfHour : week
    const near = seen.filter((one) => one.photo === look.photo && Math.abs(one.at - look.at) < apart)
    const counted = !bot && (anonymous || near.length < most)
    const first = counted && !anonymous && !seen.some((one) => dayOf(one.at) === dayOf(look.at))
    const added = { ...look, counted, first }
    this.looks.set(`${look.id} ${look.at}`, added)
    if (counted && !anonymous) this.#seen.set(key, [...seen, added])
    return added
  }

  remove(photo: string): void {
    for (const [key, look] of this.looks) if (look.photo === photo) this.looks.delete(key)
  }

  countOf(photo: string): number {
    return [...this.looks.values()].filter((look) => look.photo === photo && look.counted).length
  }
}
