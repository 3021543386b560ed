import { decodeText as decodeBody } from '../connectors/decode.ts'

/** `<meta charset>`, its older form, or an XML declaration, which must stand within the first 1,024 bytes. */
const declared =
  /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})/i

/** Text of markup, which may name its charset itself: that counts where the head of the answer names none, or UTF-8. */
export function decodeText(body: Uint8Array, charset: string | null): string {
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 1024)).toString('latin1')
  const [, inMeta, inXml] = declared.exec(start) ?? []
  const said = charset && !/^utf-?8$/i.test(charset) ? charset : null
  return decodeBody({ body, charset: said ?? inMeta ?? inXml ?? charset })
}
