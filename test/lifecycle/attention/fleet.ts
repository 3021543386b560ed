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

  /**
   * kill -9 of the server that has the database, and of the other one, which stays away. The next start shuts the orphaned
   * Postgres down under everybody's hands and starts another.
   */
  async killBoth(): Promise<void> {
    await Promise.all([this.#kill(this.#first), this.#kill(this.#second)])
    await this.#startFirst()
  }

  async #kill(server: Paddock): Promise<void> {
    server.signal('SIGKILL')
    await server.ended
    this.#doors = this.#doors.filter(({ url }) => url !== server.runtime.url)
  }

  async #startFirst(): Promise<void> {
    this.#first = await start(this.#folders[0])
    this.#doors.push(this.#first.runtime)
  }

  async #startSecond(): Promise<void> {
    this.#second = await start(this.#folders[1], { DATABASE_URL: this.databaseUrl })
    this.#doors.push(this.#second.runtime)
  }
}
