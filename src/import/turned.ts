import { createHash } from 'node:crypto'
import { folderOf } from './photo-store.ts'

/** Clockwise, by 90 degrees each. */
export type QuarterTurns = 0 | 1 | 2 | 3

export const allTurns: readonly QuarterTurns[] = [0, 1, 2, 3]

/** Where the files of an original are, turned: a folder for each turn, for a file never changes. As `app.turned_folder` has it. */
export function turnedFolderOf(vehicleId: string, contentHash: string, quarterTurns: QuarterTurns): string {
  if (quarterTurns === 0) return folderOf(vehicleId, contentHash)
  const turned = createHash('sha256').update(`${contentHash} turned ${quarterTurns}`).digest('hex')
  return folderOf(vehicleId, turned)
}

/** @returns how far the photo with this address is turned; null where it is not one of this original's */
export function turnsOf(address: string, vehicleId: string, contentHash: string): QuarterTurns | null {
  const at = (turns: QuarterTurns) => address.includes(`/${turnedFolderOf(vehicleId, contentHash, turns)}/`)
  return allTurns.find(at) ?? null
}
