/** Builds dist/web with Vite, unless it was built from exactly the present sources. */
export function buildPage(root: string): void
