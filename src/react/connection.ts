/** Whether the server answers, in a moment: what the browser believes, which may learn a moment late that it is offline. */
let ask = (): Promise<boolean> => new Promise((resolve) => setTimeout(() => resolve(navigator.onLine), 1_000))

export const isConnected = (): Promise<boolean> => ask()

/** The application asks its server itself. It fires `online` once that answers again. */
export function askConnection(by: () => Promise<boolean>): void {
  ask = by
}
