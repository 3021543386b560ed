import postgres, { type Sql } from 'postgres'
import { dataFolder, type Paddock, start } from '../paddock.ts'

type Door = { url: string; secretKey: string }

/** Two real servers on one database: the first has it inside, the second comes to it by DATABASE_URL. */
export class Fleet {
  readonly #folders: [string, string]
  #first!: Paddock
  #second!: Paddock
  #doors: Door[] = []

  private constructor(folders: [string, string]) {
    this.#folders = folders
  }

  static async launch(): Promise<Fleet> {
    const fleet = new Fleet([await dataFolder(), await dataFolder()])
    await fleet.#startFirst()
    await fleet.#startSecond()
    return fleet
  }

  get databaseUrl(): string {
    return this.#first.runtime.databaseUrl
  }

  /** A server that is up as far as anybody knows; null while none is. */
  door(n: number): Door | null {
    return this.#doors[n % Math.max(1, this.#doors.length)] ?? null
  }

  connect(): Sql {
    return postgres(this.databaseUrl, { max: 1, onnotice: () => {} })
  }

  /** Ends the connection of whoever is folding just now, server or not. */
  async killFolder(): Promise<void> {
    const sql = this.connect()
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like '%fold_views%' and state = 'active' and pid <> pg_backend_pid()`
    await sql.end()
  }

  /** kill -9 of the server beside the database. The other one goes on. */
  async killSecond(): Promise<void> {
    await this.#kill(this.#second)
    await this.#startSecond()
  }

  /** kill -9 of the server that has the database. The next start shuts the orphan down, under everybody's hands. */
  async killFirst(): Promise<void> {
    await this.#kill(this.#first)
    await this.#startFirst()
    await this.killSecond()
  }

  /** kill -9 of Postgres, as by a power cut. The server beside it stays away from then on. */
  async killPostgres(): Promise<void> {
    process.kill(this.#first.postmaster, 'SIGKILL')
    await Promise.all([this.#first.ended, this.#kill(this.#second)])
    this.#doors = []
    await this.#startFirst()
  }

  async #kill(server: Paddock): Promise<void> {
    server.signal('SIGKILL')
    await server.ended
    this.#doors = this.#doors.filter(({ url }) => url !== server.runtime.url)
  }

  async #startFirst(): Promise<void> {
    const t0 = Date.now()
    this.#first = await start(this.#folders[0])
    console.log('first', Date.now() - t0)
    this.#doors.push(this.#first.runtime)
  }

  async #startSecond(): Promise<void> {
    const t0 = Date.now()
    const dbg = setTimeout(async () => {
      const q = this.connect()
      console.log(
        JSON.stringify(
          await q`select pid, state, wait_event_type, wait_event, left(query,100) q, now()-xact_start as age, pg_blocking_pids(pid) from pg_stat_activity where datname is not null`,
          null,
          1,
        ),
      )
      await q.end()
    }, 15000)
    this.#second = await start(this.#folders[1], { DATABASE_URL: this.databaseUrl })
    clearTimeout(dbg)
    console.log('second', Date.now() - t0)
    this.#doors.push(this.#second.runtime)
  }
}
