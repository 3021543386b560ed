/** A statement being written: its values stand apart from its text, in `params`. */
export class Statement {
  readonly params: string[] = []

  readonly #keys = new Map<string, string>()

  /** The place of a key within json: the same each time, for a group must be seen to be what it is ordered by. */
  key(name: string): string {
    const place = this.#keys.get(name) ?? this.param(name)
    this.#keys.set(name, place)
    return place
  }

  /** Takes a value and returns its place in the text. The database infers its type from where it stands. */
  param(value: string): string {
    return `$${this.params.push(value)}`
  }
}
