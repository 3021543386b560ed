import { unparsable } from '../errors.ts'

const bareName = /[\p{L}\p{N}_ $]+(?:-(?!>)[\p{L}\p{N}_ $]+)*/uy
const identifier = /[\p{L}\p{N}_ $]+/uy
const jsonKey = /[^(\-:.,>)](?:[^(\-:.,>)]|-(?!>))*/uy
const blanks = /[ \t]*/y
const quotedText = /"(?:[^"\\]|\\[\s\S])*"/y

/** Reads one parameter from left to right and, where it does not fit, says what it found and what it wanted. */
export class Scanner {
  readonly what: string
  readonly text: string
  at = 0

  /** @param what how the error names it: `select parameter`, `filter`, `order`, `logic tree` ... */
  constructor(what: string, text: string) {
    this.what = what
    this.text = text
  }

  get done(): boolean {
    return this.at >= this.text.length
  }

  /** Whether the text goes on with this. */
  sees(literal: string): boolean {
    return this.text.startsWith(literal, this.at)
  }

  take(literal: string): boolean {
    if (!this.sees(literal)) return false
    this.at += literal.length
    return true
  }

  expect(literal: string, expecting = `"${literal}"`): void {
    if (!this.take(literal)) this.fail(expecting)
  }

  /** The text that a sticky expression matches here, or null. */
  match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found === null || found.index !== this.at) return null
    this.at += found[0].length
    return found[0]
  }

  skipBlanks(): void {
    this.match(blanks)
  }

  /** A column, table or key: bare, or in double quotes with backslash escapes. */
  name(): string {
    if (this.sees('"')) return this.quoted()
    return this.match(bareName)?.trim() || this.fail('field name (* or [a..z0..9_$])')
  }

  /** A key within json: whatever does not end it. */
  jsonKey(): string {
    if (this.sees('"')) return this.quoted()
    return this.match(jsonKey)?.trim() || this.fail('a key of a json object')
  }

  /** A type or text search configuration. */
  identifier(expecting: string): string {
    return this.match(identifier)?.trim() || this.fail(expecting)
  }

  quoted(): string {
    return this.takeQuoted() ?? this.fail('a value in double quotes')
  }

  takeQuoted(): string | null {
    const text = this.match(quotedText)
    return text === null ? null : text.slice(1, -1).replace(/\\([\s\S])/g, '$1')
  }

  rest(): string {
    const value = this.text.slice(this.at)
    this.at = this.text.length
    return value
  }

  end(expecting = 'end of input'): void {
    if (!this.done) this.fail(expecting)
  }

  fail(expecting: string): never {
    const found = this.done ? 'end of input' : JSON.stringify(String.fromCodePoint(this.text.codePointAt(this.at) ?? 0))
    throw unparsable(this.what, this.text, this.at + 1, `unexpected ${found} expecting ${expecting}`)
  }

  /** Fails with a sentence of its own instead of "expecting ...". */
  refuse(details: string): never {
    throw unparsable(this.what, this.text, this.at + 1, details)
  }
}
