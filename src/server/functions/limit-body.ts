export type LimitedRequest = {
  request: Request
  /** Whether more came than allowed; reading the body then fails. */
  exceeded: () => boolean
}

/** The same request, whose body ends in an error after `maxBytes`, announced or not. */
export function limitBody(request: Request, maxBytes: number, signal: AbortSignal): LimitedRequest {
  let size = 0
  const counted = request.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength
        if (size > maxBytes) controller.error(new RangeError('The request body is too large.'))
        else controller.enqueue(chunk)
      },
    }),
  )
  const { url, method, headers } = request
  const init: RequestInit & { duplex?: 'half' } = counted
    ? { method, headers, signal, body: counted, duplex: 'half' }
    : { method, headers, signal }
  return { request: new Request(url, init), exceeded: () => size > maxBytes }
}

/**
 * Whether the request says that its body is within `maxBytes`. HTTP reads no byte more than was announced, so that such a body need not
 * be counted, which would cost more than many an answer. A length beside chunks counts for nothing (RFC 9112, 6.3).
 */
export function announcesAtMost({ headers }: Request, maxBytes: number): boolean {
  const length = headers.get('content-length')
  return length !== null && Number(length) <= maxBytes && !headers.has('transfer-encoding')
}
