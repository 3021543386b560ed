import { useSyncExternalStore } from 'react'
import type { Bet, BetType } from '../../client/bets.ts'

/**
 * Blind first: the crowd is shown to who has given their own number, or has chosen to skip that. The choice is remembered in
 * this browser, where storage is allowed; else until the page is left.
 */
export function useCrowdSeen(vehicleId: string, bets: Bet[]) {
  const skipped = useSyncExternalStore(subscribe, () => skips.get(vehicleId) ?? read(vehicleId))
  const hasSeen = (type: BetType) =>
    skipped.split(' ').includes(type) ||
    bets.some((bet) => bet.type === type && !bet.late && bet.status !== 'cancelled')
  const skip = (type: BetType) => remember(vehicleId, [...new Set([...skipped.split(' '), type])].join(' ').trim())
  return { hasSeen, skip }
}

/** What has been skipped, by vehicle: types separated by spaces. */
const skips = new Map<string, string>()
const listeners = new Set<() => void>()
const itemOf = (vehicleId: string) => `paddock.skipped.${vehicleId}`

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(vehicleId: string): string {
  let stored = ''
  try {
    stored = localStorage.getItem(itemOf(vehicleId)) ?? ''
  } catch {
    // Storage is not allowed: nothing was skipped before.
  }
  skips.set(vehicleId, stored)
  return stored
}

function remember(vehicleId: string, skipped: string): void {
  skips.set(vehicleId, skipped)
  try {
    localStorage.setItem(itemOf(vehicleId), skipped)
  } catch {
    // Until the page is left.
  }
  for (const listener of listeners) listener()
}
