// Runs under Deno before a project's function, and stands between it and the server: it takes what the function serves,
// listens on a port of this machine for calls that bear the server's token, and ends when the server does.
import { heartbeatPath, type Orders, ordersVariable, readyMark, tokenHeader } from './protocol.ts'

type Handler = (request: Request, info: unknown) => Response | Promise<Response>
type ServeOptions = { handler?: Handler; onError?: (error: unknown) => Response | Promise<Response>; fetch?: Handler }
type Listening = { hostname: string; port: number; onListen: (address: { port: number }) => void }
declare const Deno: {
  mainModule: string
  env: { get: (name: string) => string | undefined; delete: (name: string) => void }
  stdin: { readable: ReadableStream<Uint8Array> }
  exit: (code: number) => never
  serve: ((options: Listening, handler: Handler) => object) & ((...given: (ServeOptions | Handler)[]) => object)
  addSignalListener: (signal: string, listener: () => void) => void
}

const { token, mayWait } = JSON.parse(Deno.env.get(ordersVariable) ?? '{}') as Orders
Deno.env.delete(ordersVariable)
const listen = Deno.serve
const exit = Deno.exit

/** Work that goes on after an answer: `EdgeRuntime.waitUntil`. */
const pending = new Set<Promise<unknown>>()
const tell = (error: unknown) => console.error(error)
Object.assign(globalThis, {
  EdgeRuntime: {
    waitUntil(work: Promise<unknown>): Promise<unknown> {
      const settled = Promise.resolve(work).catch(tell)
      pending.add(settled)
      void settled.finally(() => pending.delete(settled))
      return work
    },
  },
})

let served: { handler: Handler; onError: ServeOptions['onError'] } | null = null
Deno.serve = (...given: (ServeOptions | Handler)[]): object => {
  const options = given.find((one) => typeof one === 'object') as ServeOptions | undefined
  const handler = (given.find((one) => typeof one === 'function') as Handler | undefined) ?? options?.handler
  if (!handler) throw new TypeError('Deno.serve was given no handler.')
  serve(handler, options?.onError)
  const finished = new Promise<void>(() => {})
  const addr = { transport: 'tcp', hostname: '127.0.0.1', port: 0 }
  return { finished, addr, shutdown: async () => {}, ref() {}, unref() {}, [Symbol.asyncDispose]: async () => {} }
}

/** What is served last is what is called; the port is opened once. */
function serve(handler: Handler, onError: ServeOptions['onError']): void {
  const isFirst = served === null
  served = { handler, onError }
  if (!isFirst) return
  const onListen = ({ port }: { port: number }) => console.log(`${readyMark(token)} ${port}`)
  listen({ hostname: '127.0.0.1', port: 0, onListen }, answer)
}

async function answer(request: Request, info: unknown): Promise<Response> {
  if (!served || request.headers.get(tokenHeader) !== token) return new Response(null, { status: 403 })
  if (new URL(request.url).pathname === heartbeatPath) return new Response(null, { status: 204 })
  const headers = new Headers(request.headers)
  headers.delete(tokenHeader)
  try {
    const response = await served.handler(new Request(request, { headers }), info)
    if (!(response instanceof Response)) throw new TypeError('The function returned no Response.')
    return response
  } catch (error) {
    if (served.onError) return await served.onError(error)
    tell(error)
    const message = 'Function exited due to an error (the server log says more)'
    return Response.json({ code: 'WORKER_ERROR', message }, { status: 500 })
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    rest += decoder.decode(chunk, { stream: true })
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield rest.slice(0, end)
      rest = rest.slice(end + 1)
    }
  }
}

/**
 * The pipe from the server closes when the server is gone, however it went. A line on it, which every system has where signals differ,
 * means that the worker may end in its own time: what was promised to `waitUntil` may still settle.
 */
async function endWithServer(): Promise<void> {
  for await (const line of linesOf(Deno.stdin.readable)) if (line === mayWait) void endWhenSettled()
  exit(0)
}

async function endWhenSettled(): Promise<void> {
  while (pending.size > 0) await Promise.allSettled(pending)
  exit(0)
}

/** A module may export its handler instead of serving it. */
async function serveExport(): Promise<void> {
  const main = (await import(Deno.mainModule)) as { default?: ServeOptions }
  const handler = main.default?.fetch
  if (!served && typeof handler === 'function') serve(handler.bind(main.default), undefined)
}

// Fired when the function's module has run to its end; one that throws ends the process with its error. Until then Deno waits for what
// this module has begun, so that nothing may be begun before.
addEventListener('load', () => {
  void endWithServer()
  void serveExport()
})
