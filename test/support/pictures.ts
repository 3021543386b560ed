import sharp, { type Sharp } from 'sharp'

type Rgb = readonly [number, number, number]
export const red: Rgb = [200, 30, 30]
export const green: Rgb = [30, 160, 60]
export const blue: Rgb = [40, 60, 200]
export const yellow: Rgb = [230, 210, 40]

/** What is seen at the four corners: top left, top right, bottom left, bottom right. */
export const corners = [red, green, blue, yellow] as const

type Size = { width: number; height: number }

/** A picture of four coloured quarters. `seen` is the size on the screen. */
export function quarters(seen: Size, orientation = 1): Sharp {
  const stored = orientation > 4 ? { width: seen.height, height: seen.width } : seen
  const data = Buffer.alloc(stored.width * stored.height * 3)
  for (let row = 0; row < stored.height; row++) {
    for (let column = 0; column < stored.width; column++) {
      const { x, y } = seenAt(orientation, row, column, seen)
      const corner = corners[(x < seen.width / 2 ? 0 : 1) + (y < seen.height / 2 ? 0 : 2)] as Rgb
      data.set(corner, (row * stored.width + column) * 3)
    }
  }
  const picture = sharp(data, { raw: { ...stored, channels: 3 } })
  return orientation === 1 ? picture : picture.withMetadata({ orientation })
}

/** EXIF 2.32, tag 0x0112: which visual edge the first row and the first column of the stored picture are. */
function seenAt(orientation: number, row: number, column: number, { width, height }: Size) {
  const [right, bottom] = [width - 1, height - 1]
  switch (orientation) {
    case 2:
      return { x: right - column, y: row }
    case 3:
      return { x: right - column, y: bottom - row }
    case 4:
      return { x: column, y: bottom - row }
    case 5:
      return { x: row, y: column }
    case 6:
      return { x: right - row, y: column }
    case 7:
      return { x: right - row, y: bottom - column }
    case 8:
      return { x: row, y: bottom - column }
    default:
      return { x: column, y: row }
  }
}

/** A photo unlike those of other numbers: four tinted quarters, quickly made and quickly read. */
export function photo(number: number, size: Size = { width: 64, height: 48 }): Promise<Buffer> {
  const tint = { r: (number * 53) % 256, g: (number * 97) % 256, b: (number * 193) % 256 }
  return quarters(size).tint(tint).jpeg().toBuffer()
}

/** As a phone writes it: where, when, with what, and by whom. */
export function phonePhoto(exif: Record<string, string> = {}): Promise<Buffer> {
  return quarters({ width: 400, height: 300 })
    .withExif({
      IFD0: { Make: 'Phonemaker', Model: 'Phone 9', Artist: 'Somebody Private', ImageDescription: 'At my house' },
      IFD2: { DateTimeOriginal: '2021:05:06 07:08:09', BodySerialNumber: 'SERIAL-12345', ...exif },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '51/1 30/1 3230/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '0/1 7/1 0/1',
      },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>At my house</secret></x:xmpmeta>')
    .withIccProfile('p3')
    .jpeg()
    .toBuffer()
}

export const flat = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#a52' }, limitInputPixels: false })
