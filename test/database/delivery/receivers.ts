import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

export type Call = { headers: IncomingHttpHeaders; body: string }

/** A web server that keeps what it is sent. `answer` says what each call is answered, 204 unless told. */
export async function webhookReceiver(answer: (call: Call, nth: number) => number | Promise<number> = () => 204) {
  const calls: Call[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const call = { headers: request.headers, body }
    calls.push(call)
    response.statusCode = await answer(call, calls.length)
    response.setHeader('location', '/elsewhere')
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, calls }
}

export type Mail = { from: string; to: string[]; text: string }

/** Why it does not take the nth mail, to this address; null takes it. */
type Refuse = (nth: number, to: string) => string | null

/** A mail server that keeps what it is sent; `refuse` says why it does not take the nth mail. */
export async function mailReceiver(refuse: Refuse = () => null) {
  const receiver = await openMailReceiver(refuse)
  onTestFinished(receiver.close)
  return receiver
}

/** The same for more than one test. */
export async function openMailReceiver(refuse: Refuse = () => null) {
  const mails: Mail[] = []
  let attempts = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData: async (stream, session, done) => {
      let text = ''
      for await (const chunk of stream) text += chunk
      const { mailFrom, rcptTo } = session.envelope
      const problem = refuse(++attempts, rcptTo[0]?.address ?? '')
      const code = Number(/^\d{3}/.exec(problem ?? '')?.[0]) // 5xx is for good; without a code it is for now
      if (problem) return done(Object.assign(new Error(problem), code ? { responseCode: code } : {}))
      mails.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), text })
      done()
    },
  })
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    mails,
    attempts: () => attempts,
    close,
  }
}
