import { onTestFinished } from 'vitest'

export type Versions = { votes: string; bets: string; photos: string | null }

/** Somebody who reads a stream of versions. */
export type Listener = {
  response: Response
  /** All that came, oldest first. */
  events: Record<string, Versions>[]
  /** Comments that keep the connection awake. */
  beats: () => number
  /** Resolves when it is over: `closed` by the server, or `cut` in the middle. */
  ended: Promise<'closed' | 'cut'>
  leave: () => void
}

export async function listenTo(answer: (signal: AbortSignal) => Promise<Response> | Response): Promise<Listener> {
  const abort = new AbortController()
  const leave = () => abort.abort()
  onTestFinished(leave)
  const response = await answer(abort.signal)
  const events: Record<string, Versions>[] = []
  let beats = 0
  const read = async () => {
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += new TextDecoder().decode(chunk)
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) {
        if (part.startsWith(':')) beats++
        const data = /^data: (.*)$/m.exec(part)?.[1]
        if (data) events.push(JSON.parse(data))
      }
    }
  }
  return {
    response,
    events,
    beats: () => beats,
    ended: read().then(
      () => 'closed' as const,
      () => 'cut' as const,
    ),
    leave,
  }
}
