/** @returns the path of a Chromium on this machine (or the one that CHROMIUM names), or null */
export function findChromium(): string | null

/** As findChromium, but rather one without a window, which takes a fifth less of the processor and shows pages the same. */
export function findChromiumShell(): string | null
