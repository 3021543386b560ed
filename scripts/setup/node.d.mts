/** What Node is started with to serve: V8's flags that keep its memory small. */
export const memoryFlags: string[]
export const memoryEnv: Record<string, string>
/** Exact version and npm's hash of its tarball, by package. */
export const pinnedNodes: Record<string, { version: string; integrity: string }>
/** @throws {Error} after removing a package whose hash, as npm noted it in `modules`, is another */
export function requirePinned(modules: string, name: string, integrity: string): void
