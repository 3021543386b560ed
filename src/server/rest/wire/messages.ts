/** What is said to Postgres (protocol 3.0), message behind message, so that many leave in one write. */
export class Messages {
  #bytes = Buffer.allocUnsafe(usual)
  #end = 0

  /** Whatever was left half said is gone. */
  begin(): this {
    this.#end = 0
    return this
  }

  /** @param name empty for a statement that is forgotten with the next one */
  parse(name: string, text: string): this {
    const start = this.#open(parse)
    this.#text(name)
    this.#text(text)
    this.#int16(0) // no types: Postgres infers each from where the parameter stands
    return this.#close(start)
  }

  /** Parameters and results travel as text. */
  bindAndExecute(name: string, params: readonly string[]): this {
    const start = this.#open(bind)
    this.#text('')
    this.#text(name)
    this.#int16(0)
    this.#int16(params.length)
    for (const param of params) this.#value(param)
    this.#int16(0)
    this.#close(start)
    return this.#fixed(executeAll)
  }

  sync(): this {
    return this.#fixed(sync)
  }

  /** A copy of everything since `begin`. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#end))
    if (this.#bytes.length > most) this.#bytes = Buffer.allocUnsafe(usual)
    return taken
  }

  #open(type: number): number {
    this.#reserve(5)
    this.#bytes[this.#end] = type
    this.#end += 5
    return this.#end - 4
  }

  #close(start: number): this {
    this.#bytes.writeInt32BE(this.#end - start, start)
    return this
  }

  #int16(value: number): void {
    this.#reserve(2)
    this.#end = this.#bytes.writeUInt16BE(value, this.#end)
  }

  /** @throws {TypeError} for a zero byte, which would end the text early */
  #text(text: string): void {
    if (text.includes('\0')) throw new TypeError('A statement cannot hold a zero byte')
    this.#reserve(room(text) + 1)
    this.#end += this.#bytes.write(text, this.#end, 'utf8')
    this.#bytes[this.#end++] = 0
  }

  #value(text: string): void {
    this.#reserve(room(text) + 4)
    const length = this.#bytes.write(text, this.#end + 4, 'utf8')
    this.#bytes.writeInt32BE(length, this.#end)
    this.#end += 4 + length
  }

  #fixed(message: Buffer): this {
    this.#reserve(message.length)
    message.copy(this.#bytes, this.#end)
    this.#end += message.length
    return this
  }

  #reserve(more: number): void {
    if (this.#end + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + more))
    this.#bytes.copy(larger, 0, 0, this.#end)
    this.#bytes = larger
  }
}

/** A larger buffer than this is not kept. */
const most = 65_536
const usual = 8_192

const [parse, bind] = [0x50, 0x42] // P, B
const executeAll = Buffer.from('E\0\0\0\x09\0\0\0\0\0', 'latin1')
const sync = Buffer.from('S\0\0\0\x04', 'latin1')

/** Bytes that are enough for a text; of a long one it is worth counting them. */
function room(text: string): number {
  return text.length < 2_048 ? text.length * 3 : Buffer.byteLength(text)
}
