/** What Node is started with to serve: V8's flags that keep its memory small. */
export const memoryFlags: string[]
