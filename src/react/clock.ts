let held: number | null = null

/** What is rendered reads the time here: a page that a server rendered is taken over at the server's time, then goes on. */
export const currentTime = (): number => held ?? Date.now()

/** @param at milliseconds; null lets the time go on */
export function holdTime(at: number | null): void {
  held = at
}
