import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Sql } from 'postgres'
import { indexAll, insertSource, usualAuthority } from '../../../src/indexer/add-source.ts'
import type { ParsedDocument, Subject } from '../../../src/indexer/document.ts'
import { storeDocument } from '../../../src/indexer/store.ts'
import type { ResearchAnswer } from '../../../src/research/serve/store.ts'
import { library } from '../../golden/evaluate.ts'

export type Answer = ResearchAnswer & { code?: string }

/** Stores documents of the golden set, each as a source of its own. @returns the documents' ids by name */
export async function storeGolden(
  sql: Sql,
  names: string[],
  change: { text?: (text: string) => string; aiInput?: boolean; subject?: Subject; kind?: ParsedDocument['kind'] } = {},
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const name of names) {
    const golden = library.get(name)
    if (!golden) throw new Error(`There is no golden document ${name}.`)
    const kind = change.kind ?? golden.kind
    const text = change.text?.(golden.text) ?? golden.text
    const subject = change.subject ?? golden.subject
    const sourceId = await insertSource(sql, { kind, subject, authority: usualAuthority[kind] }, golden.title, null)
    let at = 0
    const chunks = text.split('\n\n').map((part) => {
      const start = text.indexOf(part, at)
      at = start + part.length
      return { start, end: at, heading: [] }
    })
    const parsed: ParsedDocument = {
      url: null,
      kind,
      title: golden.title,
      language: 'en',
      author: null,
      publishedAt: null,
      text,
      chunks,
      subject,
      signals: { search: null, aiInput: change.aiInput ?? null, aiTrain: null },
      links: [],
    }
    const sha256 = createHash('sha256').update(text).digest('hex')
    ids.set(
      name,
      (await storeDocument(sql, { sourceId, key: name }, parsed, { sha256, fetchedAt: new Date() })).documentId,
    )
  }
  await indexAll(sql)
  return ids
}

export type Asked = {
  system: string
  prompt: string
  body: Record<string, unknown>
  path: string
  headers: IncomingHttpHeaders
}
type Message = { role: string; content: string | { type: string; text?: string }[] }

const textOf = (content: Message['content'] | undefined): string =>
  typeof content === 'string' ? content : (content ?? []).map(({ text }) => text ?? '').join('')

/** An answer of the Messages API. */
const inAnthropics = (text: string) => ({
  ...{
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'scripted',
    stop_reason: 'end_turn',
    stop_sequence: null,
  },
  ...{ content: [{ type: 'text', text }], usage: { input_tokens: 100, output_tokens: 50 } },
})

/** A provider that speaks the OpenAI dialect, or Anthropic's where it is asked in that, and answers as the test says: a text, a status, or nothing at all. */
export async function scriptedModel(
  answer: (asked: Asked, nth: number) => string | { status: number; body?: string } | 'hang' | Promise<string>,
) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const body = JSON.parse(text) as { messages: Message[]; system?: Message['content'] }
    const of = (role: string) => textOf(body.messages.find((message) => message.role === role)?.content)
    const question = {
      ...{ system: textOf(body.system) || of('system'), prompt: of('user'), body },
      ...{ path: request.url ?? '', headers: request.headers },
    }
    asked.push(question)
    const reply = await answer(question, asked.length)
    if (reply === 'hang') return
    const failed = typeof reply === 'object'
    response.writeHead(failed ? reply.status : 200, { 'content-type': 'application/json' })
    response.end(
      failed
        ? (reply.body ?? '{"error": {"message": "no"}}')
        : request.url?.endsWith('/messages')
          ? JSON.stringify(inAnthropics(reply))
          : JSON.stringify({
              id: 'x',
              object: 'chat.completion',
              created: 1,
              model: 'scripted',
              choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: reply } }],
              usage: { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150 },
            }),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  const settings = {
    provider: 'openai-compatible' as const,
    baseUrl: url,
    model: 'scripted',
    apiKey: 'k',
    timeoutMs: 3_000,
    price: { input: 1, output: 2 },
  }
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { asked, settings, close }
}

/** The chunks that a model was given, by their ids. */
export const chunksIn = (prompt: string) =>
  [...prompt.matchAll(/<<[0-9a-f]+ chunk ([0-9a-f-]{36})>>\n([\s\S]*?)\n<<[0-9a-f]+ end>>/g)].map(([, id, text]) => ({
    id: id as string,
    text: text as string,
  }))
