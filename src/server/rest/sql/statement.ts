/** A statement being written: its values stand apart from its text, in `params`. */
export class Statement {
  readonly params: string[] = []

  /** Takes a value and returns its place in the text. The database infers its type from where it stands. */
  param(value: string): string {
    return `$${this.params.push(value)}`
  }
}
