/** Where the files of photos are. A folder is named `<vehicle id>/<content hash>`; a file in it `<width>.webp`. */
export type PhotoStore = {
  /**
   * Keeps all files of a folder, durably; what was there before is replaced.
   *
   * @throws {StoreError}
   */
  put(folder: string, files: PhotoFile[]): Promise<void>
  /** Whether the folder is still there. */
  has(folder: string): Promise<boolean>
  /** Nothing happens when the folder is gone already. */
  remove(folder: string): Promise<void>
  /** The address under which a browser finds a file: a path on this server, or a URL. */
  addressOf(folder: string, name: string): string
}

/** Files could not be kept or removed; the photos themselves are not at fault. The cause is the system's own error. */
export class StoreError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause })
    this.name = 'StoreError'
  }
}

export type PhotoFile = { name: string; bytes: Buffer }

/** A year, as long as HTTP caches are asked to keep anything. A file never changes under its name. */
export const cacheSeconds = 31_536_000

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const photoFile = new RegExp(`^${uuid}/[0-9a-f]{64}/[1-9][0-9]{0,5}\\.webp$`)

/** Nothing else is ever read from or written to the photos' folder. */
export const isPhotoFile = (path: string) => photoFile.test(path)

export const folderOf = (vehicleId: string, contentHash: string) => `${vehicleId}/${contentHash}`
