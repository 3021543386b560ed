/**
 * Why a file is not taken. `code` is stable; `message` follows the file's name, so it has no subject of its own:
 * "is cut off: the file ends before the picture does".
 */
export class PhotoRefused extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'PhotoRefused'
    this.code = code
  }
}

export type RefusalCode =
  | 'empty'
  | 'not_a_photo'
  | 'unsupported_format'
  | 'animated'
  | 'damaged'
  | 'too_large'
  | 'too_many_pixels'
  | 'takes_too_long'
  | 'outside_the_folder'
  | 'unreadable'
  | 'picture_is_held'
