import type { PaddockClient } from '../client.ts'
import { addressOf, callerHeaders } from '../inside.ts'
import type { Versions } from './versions.ts'

/** `ended`: it ran for a while. `busy`: the server has too many, or nothing for us now. `absent`: it has no streams. */
export type StreamEnd = 'ended' | 'busy' | 'absent' | 'unreachable'

/** The server says something every 15 seconds; a connection that is silent for longer is dead. */
const silenceMs = 40_000

/** Reads a Paddock server's stream of versions until it ends or the signal is aborted; never throws. */
export async function readStream(
  client: PaddockClient,
  vehicleIds: readonly string[],
  onVersions: (versions: Versions) => void,
  signal: AbortSignal,
): Promise<StreamEnd> {
  const url = addressOf(client, 'live/v1/vehicles')
  for (const id of vehicleIds) url.searchParams.append('id', id)
  const given = new AbortController()
  const giveUp = () => given.abort()
  signal.addEventListener('abort', giveUp)
  let silence = setTimeout(giveUp, silenceMs)
  try {
    const headers = { ...(await callerHeaders(client)), accept: 'text/event-stream' }
    // biome-ignore lint/style/noRestrictedGlobals: the project's own API, in the browser.
    const answer = await fetch(url, { headers, signal: given.signal, cache: 'no-store' })
    if (!answer.headers.get('content-type')?.startsWith('text/event-stream') || !answer.body) {
      const text = await answer.text()
      if ([401, 429, 503].includes(answer.status) || text.includes('"PT404"')) return 'busy'
      return answer.status >= 500 ? 'unreachable' : 'absent'
    }
    await readEvents(answer.body, onVersions, () => {
      clearTimeout(silence)
      silence = setTimeout(giveUp, silenceMs)
    }).catch(() => {})
    return 'ended'
  } catch {
    return 'unreachable'
  } finally {
    clearTimeout(silence)
    signal.removeEventListener('abort', giveUp)
  }
}

/** Format: https://html.spec.whatwg.org/multipage/server-sent-events.html; the server sends one line of data an event. */
async function readEvents(
  body: ReadableStream<Uint8Array>,
  onVersions: (versions: Versions) => void,
  onSign: () => void,
): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    onSign()
    text += decoder.decode(part.value, { stream: true })
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const data = /^event: versions\ndata: (.*)$/m.exec(event)?.[1]
      if (data) onVersions(JSON.parse(data) as Versions)
    }
  }
}
