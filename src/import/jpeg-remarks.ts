/**
 * libjpeg remarks on much that costs no pixel, and tells only of its first remark. A copy in which all that is put
 * right leaves it to remark on what the pixels themselves suffer:
 *
 * - bytes between segments, which every reader skips;
 * - the spectral range in the scan header of a sequential JPEG, which has only one (whole families of phones);
 * - an Adobe segment with a colour transform that nobody knows, for which libjpeg takes the usual one;
 * - a JFIF segment of another version than 1;
 * - the end marker, where it alone is missing: if pixels are missing as well, the decoder finds that out.
 *
 * Bytes after the pixels of a scan stay: libjpeg's remark on them is the one that it makes when it has lost its place
 * within the scan, whose rest is then left over. Only one who decodes can tell the two apart.
 *
 * @param bytes begin as a JPEG does
 * @returns the same, as far as they can be followed
 */
export function withoutRemarks(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  let adobe: Buffer | null = null
  let components = 3
  let sequential = false
  let atOnce = false
  let at = 2
  for (;;) {
    while (at < bytes.length && bytes[at] !== 0xff) at++
    while (at + 1 < bytes.length && bytes[at + 1] === 0xff) at++ // any number of these may precede a marker
    const marker = bytes[at + 1]
    if (marker === undefined) break
    if (marker === endOfImage) return Buffer.concat([...kept, bytes.subarray(at)])
    if (marker === 0x00 || isBare(marker)) {
      at += marker === 0x00 ? 1 : 2
      continue
    }
    if (at + 4 > bytes.length) break
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length) return Buffer.concat([...kept, bytes.subarray(at)])
    const segment = Buffer.from(bytes.subarray(at, end))
    if (isFrame(marker)) {
      sequential = marker === 0xc0 || marker === 0xc1
      components = segment[9] ?? 3
    }
    at = end
    if (marker === app0) mendJfif(segment)
    if (marker === app14) adobe = segment
    if (marker === startOfScan) {
      if (adobe) mendAdobe(adobe, components)
      if (sequential) mendScan(segment)
      atOnce = sequential && segment[4] === components
      at = endOfScan(bytes, end)
    }
    kept.push(segment, bytes.subarray(end, at))
  }
  return atOnce ? Buffer.concat([...kept, Buffer.from([0xff, endOfImage])]) : Buffer.concat(kept)
}

const startOfScan = 0xda
const endOfImage = 0xd9
const app0 = 0xe0
const app14 = 0xee

/** Restart markers, the start marker and TEM have no length. */
const isBare = (marker: number) => (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** Pixels go on until a marker that is neither a restart nor an escaped byte. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next === undefined) break
    if (next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}

/** ITU-T T.81, table B.3: a sequential scan has all 64 coefficients at full precision. */
function mendScan(segment: Buffer): void {
  const range = 5 + 2 * (segment[4] ?? 0)
  if (range + 3 <= segment.length) segment.set([0, 63, 0], range)
}

function mendJfif(segment: Buffer): void {
  if (segment.toString('latin1', 4, 9) === 'JFIF\0' && segment.length > 10) segment[9] = 1
}

/** 0 is no transform, 1 YCbCr, 2 YCCK; anything else libjpeg takes for the second of these two. */
function mendAdobe(segment: Buffer, components: number): void {
  const usual = components === 4 ? 2 : 1
  const named = segment.toString('latin1', 4, 9) === 'Adobe' && segment.length >= 16
  if (named && segment[15] !== 0) segment[15] = usual
}
