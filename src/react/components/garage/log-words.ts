import type { LogKind } from '../../../client/log.ts'
import { day, month } from '../../format.ts'

export const kindWords: Record<LogKind, string> = {
  build: 'Build',
  service: 'Service',
  repair: 'Repair',
  inspection: 'Inspection',
}

/** As exactly as it is known. At noon, so that no time zone moves it to another day. */
export function happenedInWords(happened: string): string {
  if (happened.length === 4) return happened
  return happened.length === 7 ? month(`${happened}-15T12:00`) : day(`${happened}T12:00`)
}
