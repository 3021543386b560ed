/** `<meta charset>` or its older form, which must stand within the first 1,024 bytes. */
const declared =
  /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})/i

/**
 * Text of bytes whose charset is said by a byte order mark, the head of the answer, or the page itself, in this order. Who
 * says UTF-8 and sends something else, or says nothing, is read as Windows-1252, as browsers do.
 */
export function decodeText(body: Uint8Array, charset: string | null): string {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 1024)).toString('latin1')
  const marked = /^\u00ef\u00bb\u00bf/.test(start)
    ? 'utf-8'
    : /^\u00ff\u00fe/.test(start)
      ? 'utf-16le'
      : /^\u00fe\u00ff/.test(start)
        ? 'utf-16be'
        : null
  const [, inMeta, inXml] = declared.exec(start) ?? []
  for (const label of [marked, charset, inMeta ?? inXml, 'utf-8']) {
    const text = label && tryDecode(body, label)
    if (typeof text === 'string') return text
  }
  return new TextDecoder('windows-1252').decode(body)
}

/** Null for a label that nobody knows, and for bytes that are not of that charset. */
function tryDecode(body: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(body)
  } catch {
    return null
  }
}
