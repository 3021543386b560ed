import { useSyncExternalStore } from 'react'
import type { Bet, BetType } from '../../client/bets.ts'

/**
 * The forecasts of a vehicle that somebody chose to see without giving a number first. The choice is remembered in this browser,
 * where storage is allowed; else until the page is left. Of members the server remembers it too.
 */
export function useSkips(vehicleId: string) {
  const skipped = useSyncExternalStore(
    subscribe,
    () => skips.get(vehicleId) ?? read(vehicleId),
    () => '', // a server that renders remembers nobody
  )
  const types = skipped.split(' ')
  return {
    hasSkipped: (type: BetType) => types.includes(type),
    remember: (type: BetType) => keep(vehicleId, [...new Set([...types, type])].join(' ').trim()),
  }
}

/** Blind first: whether the crowd's numbers of a kind may stand beside the form, for who has given their own or skipped that. */
export const mayCompare = (bets: Bet[], type: BetType) =>
  bets.some((bet) => bet.type === type && bet.status !== 'cancelled')

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

function keep(vehicleId: string, skipped: string): void {
  skips.set(vehicleId, skipped)
  try {
    localStorage.setItem(itemOf(vehicleId), skipped)
  } catch {
    // Until the page is left.
  }
  for (const listener of listeners) listener()
}
