import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { expect } from 'vitest'
import { addImage, addVehicle } from '../../support/community.ts'
import { asCaller, type Caller, firefox, googlebot, record, type ViewEvent } from './doors.ts'
import { Model } from './model.ts'

type LookStep = { photo: number; sevens: number; seconds?: number; device?: string; viewer: number; id?: string }
export type Who = 'alice' | 'bob' | 'carol' | 'visitor' | 'phone' | 'bot' | 'service'
export type Step =
  | { do: 'batch'; who: Who; looks: LookStep[] }
  | { do: 'sendAgain'; nth: number; mixedWith: LookStep[] }
  | { do: 'single'; who: Who; photo: number; times: number }
  | { do: 'detail'; who: Who; photo: number; seconds: number }
  | { do: 'like' | 'unlike' | 'comment' | 'share'; who: Who; photo: number }
  | { do: 'hide' | 'show' | 'remove' | 'goPrivate' | 'goPublic'; photo: number }
  | { do: 'fold'; folders: number }

type Photo = { id: string; vehicle: string; removed: boolean }
type Done = { photo: string; kind: 'like' | 'comment' | 'share'; by: Who; hidden: boolean }
type Counts = { views: number; likes: number; comments: number; shares: number }

/** A history on two vehicles of carol's with two photos each, taken step by step in the database and in the model. */
export class History {
  readonly #sql: Sql
  readonly #callers: Record<Who, Caller>
  readonly #photos: Photo[]
  readonly #private = new Set<string>()
  readonly #model = new Model()
  readonly #batches: { who: Who; events: ViewEvent[] }[] = []
  readonly #base = Date.now()
  #done: Done[] = []
  #folds: Promise<unknown>[] = []

  private constructor(sql: Sql, photos: Photo[], callers: Record<Who, Caller>) {
    this.#sql = sql
    this.#photos = photos
    this.#callers = callers
  }

  static async begin(sql: Sql): Promise<History> {
    const [alice, bob, carol] = [randomUUID(), randomUUID(), randomUUID()]
    await sql`insert into auth.users (id) values (${alice}), (${bob}), (${carol})`
    const photos: Photo[] = []
    for (let v = 0; v < 2; v++) {
      const vehicle = await addVehicle(sql, { user_id: carol, year: 1970, make: 'Plymouth', model: 'Cuda' })
      for (let n = 0; n < 2; n++) {
        const { id } = await addImage(sql, vehicle)
        photos.push({ id, vehicle: vehicle.id, removed: false })
      }
    }
    const member = (userId: string): Caller => ({ role: 'authenticated', userId })
    return new History(sql, photos, {
      alice: member(alice),
      bob: member(bob),
      carol: member(carol),
      visitor: { role: 'anon', address: '198.51.100.7', userAgent: `${firefox} ${alice}` },
      phone: { role: 'anon', address: '2001:db8::1', userAgent: `${firefox} ${alice}` },
      bot: { role: 'anon', address: '203.0.113.9', userAgent: googlebot },
      service: { role: 'service_role' },
    })
  }

  get vehicleIds(): string[] {
    return [...new Set(this.#photos.map((photo) => photo.vehicle))]
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'batch')
      return await this.#batch(
        step.who,
        step.looks.map((look) => this.#event(step.who, look)),
      )
    if (step.do === 'sendAgain') return await this.#sendAgain(step.nth, step.mixedWith)
    if (step.do === 'fold') return this.#fold(step.folders)
    const photo = this.#photo(step.photo)
    if (step.do === 'single') for (let n = 0; n < step.times; n++) await this.#single(step.who, photo)
    else if (step.do === 'detail') await this.#detail(step.who, photo, step.seconds)
    else if ('who' in step)
      await (step.do === 'unlike' ? this.#unlike(step.who, photo) : this.#interact(step.do, step.who, photo))
    else if (step.do === 'hide' || step.do === 'show') await this.#hide(photo, step.do === 'hide')
    else if (step.do === 'remove') await this.#remove(photo)
    else await this.#turn(photo, step.do === 'goPrivate')
  }

  /** Waits for the folds that are still running beside the steps. */
  async settle(): Promise<void> {
    await Promise.all(this.#folds.splice(0))
  }

  async ledger(): Promise<string[]> {
    const rows = await this.#sql`
      select id, image_id, (extract(epoch from viewed_at) * 1000)::bigint as at, counted, first_of_day, source
      from public.image_views where vehicle_id in ${this.#sql(this.vehicleIds)} and source in ('batch', 'bot')`
    return rows.map((r) => `${r.id} ${r.image_id} ${r.at} ${r.counted} ${r.first_of_day}`).sort()
  }

  expectedLedger(): string[] {
    const events = new Set(this.#batches.flatMap((batch) => batch.events.map((event) => event.event_id)))
    return [...this.#model.looks.values()]
      .filter((look) => events.has(look.id))
      .map((look) => `${look.id} ${look.photo} ${look.at} ${look.counted} ${look.first}`)
      .sort()
  }

  async counts(): Promise<Record<string, Counts>> {
    const rows = await this.#sql<({ id: string } & Counts)[]>`
      select id, view_count::int as views, like_count::int as likes, comment_count::int as comments, share_count::int as shares
      from public.vehicle_images where vehicle_id in ${this.#sql(this.vehicleIds)} order by id`
    return Object.fromEntries(rows.map(({ id, ...counts }) => [id, counts]))
  }

  expectedCounts(): Record<string, Counts> {
    const left = this.#photos.filter((photo) => !photo.removed).sort((a, b) => (a.id < b.id ? -1 : 1))
    const of = (photo: string, kind: Done['kind']) =>
      this.#done.filter((one) => one.photo === photo && one.kind === kind && !one.hidden).length
    return Object.fromEntries(
      left.map(({ id }) => [
        id,
        { views: this.#model.countOf(id), likes: of(id, 'like'), comments: of(id, 'comment'), shares: of(id, 'share') },
      ]),
    )
  }

  #photo(n: number): Photo {
    return this.#photos[n] as Photo
  }

  #event(who: Who, look: LookStep): ViewEvent {
    return {
      event_id: look.id ?? randomUUID(),
      image_id: this.#photo(look.photo).id,
      viewed_at: new Date(this.#base - look.sevens * 7 * 60_000).toISOString(),
      ...(look.seconds === undefined ? {} : { view_duration_seconds: look.seconds }),
      ...(look.device === undefined ? {} : { device_type: look.device }),
      ...(who === 'service' ? { viewer_id: `guest ${look.viewer}` } : {}),
    }
  }

  #sees(who: Who, photo: Photo): boolean {
    return !photo.removed && (!this.#private.has(photo.vehicle) || who === 'carol' || who === 'service')
  }

  async #batch(who: Who, events: ViewEvent[]): Promise<void> {
    const answer = await record(this.#sql, this.#callers[who], events)
    this.#batches.push({ who, events })
    const expected = { accepted: 0, duplicates: 0, rejected: [] as number[] }
    const ids = new Set<string>()
    const inOrder = events.map((event, n) => ({ event, n, at: Date.parse(event.viewed_at) }))
    const fresh = inOrder.filter(({ event, n, at }) => {
      const photo = this.#photos.find(({ id }) => id === event.image_id) as Photo
      if (!this.#sees(who, photo)) expected.rejected.push(n)
      else if (ids.has(event.event_id) || this.#model.has(event.event_id, at)) expected.duplicates++
      else {
        ids.add(event.event_id)
        return true
      }
      return false
    })
    for (const { event, at } of fresh.sort((a, b) => a.at - b.at || a.n - b.n)) {
      const { vehicle } = this.#photos.find(({ id }) => id === event.image_id) as Photo
      const viewer = event.viewer_id ?? who
      this.#model.add(
        { id: event.event_id, photo: event.image_id, vehicle, viewer, at },
        { bot: who === 'bot', believed: who === 'service' },
      )
      expected.accepted++
    }
    expect({ ...answer, rejected: answer.rejected.map(({ index }) => index) }).toEqual(expected)
  }

  async #sendAgain(nth: number, mixedWith: LookStep[]): Promise<void> {
    const earlier = this.#batches[nth % Math.max(1, this.#batches.length)]
    if (!earlier) return
    const more = mixedWith.map((look) => this.#event(earlier.who, look))
    await this.#batch(earlier.who, [...more, ...earlier.events, ...earlier.events.slice(0, 2)])
  }

  async #single(who: Who, photo: Photo): Promise<void> {
    const call = asCaller(
      this.#sql,
      this.#callers[who],
      (sql) => sql`select public.increment_image_view_count(${photo.id})`,
    )
    if (!this.#sees(who, photo)) return await expect(call).rejects.toMatchObject({ code: 'PT404' })
    await call
    const look = { id: randomUUID(), photo: photo.id, vehicle: photo.vehicle, viewer: who, at: Date.now() }
    this.#model.add(look, { most: 10, anonymous: who === 'service' })
  }

  async #detail(who: Who, photo: Photo, seconds: number): Promise<void> {
    const { userId } = this.#callers[who]
    const row = { image_id: photo.id, user_id: userId ?? null, view_duration_seconds: seconds }
    const insert = asCaller(this.#sql, this.#callers[who], (sql) => sql`insert into public.image_views ${sql(row)}`)
    if (!this.#sees(who, photo)) return await expect(insert).rejects.toMatchObject({ code: '23503' })
    await insert
  }

  async #interact(kind: Done['kind'], who: Who, photo: Photo): Promise<void> {
    const { userId } = this.#callers[who]
    if (!userId) return
    const row = {
      image_id: photo.id,
      user_id: userId,
      interaction_type: kind,
      comment_text: kind === 'comment' ? 'Nice' : null,
    }
    const again =
      kind === 'like' && this.#done.some((one) => one.kind === kind && one.by === who && one.photo === photo.id)
    const insert = asCaller(
      this.#sql,
      this.#callers[who],
      (sql) => sql`insert into public.image_interactions ${sql(row)}`,
    )
    if (!this.#sees(who, photo) || again) return await expect(insert).rejects.toThrow()
    await insert
    this.#done.push({ photo: photo.id, kind, by: who, hidden: false })
  }

  async #unlike(who: Who, photo: Photo): Promise<void> {
    const { userId } = this.#callers[who]
    if (!userId || !this.#sees(who, photo)) return
    await asCaller(
      this.#sql,
      this.#callers[who],
      (sql) => sql`
      delete from public.image_interactions where image_id = ${photo.id} and user_id = ${userId} and interaction_type = 'like'`,
    )
    this.#done = this.#done.filter((one) => one.photo !== photo.id || one.kind !== 'like' || one.by !== who)
  }

  async #hide(photo: Photo, hidden: boolean): Promise<void> {
    await asCaller(
      this.#sql,
      this.#callers.carol,
      (sql) => sql`
      update public.image_interactions set is_hidden = ${hidden} where image_id = ${photo.id} and interaction_type = 'comment'`,
    )
    for (const one of this.#done) if (one.photo === photo.id && one.kind === 'comment') one.hidden = hidden
  }

  async #remove(photo: Photo): Promise<void> {
    await asCaller(
      this.#sql,
      this.#callers.carol,
      (sql) => sql`delete from public.vehicle_images where id = ${photo.id}`,
    )
    photo.removed = true
    this.#model.remove(photo.id)
    this.#done = this.#done.filter((one) => one.photo !== photo.id)
  }

  async #turn(photo: Photo, hidden: boolean): Promise<void> {
    await asCaller(
      this.#sql,
      this.#callers.carol,
      (sql) => sql`
      update public.vehicles set is_public = ${!hidden} where id = ${photo.vehicle}`,
    )
    if (hidden) this.#private.add(photo.vehicle)
    else this.#private.delete(photo.vehicle)
  }

  /** Beside whatever comes next. */
  #fold(folders: number): void {
    for (let n = 0; n < folders; n++) this.#folds.push(this.#sql`select app.fold_views()`.execute())
  }
}
