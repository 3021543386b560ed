/** @returns the path of a Chromium on this machine (or the one that CHROMIUM names), or null */
export function findChromium(): string | null
