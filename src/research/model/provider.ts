import { replyForm } from '../guard/reply-form.ts'
import type { Fetch } from './fetch.ts'
import type { ModelSettings } from './settings.ts'

/** One call of a model: text in, text out. Retries, prices and proofs are not its business. */
export type Model = {
  name: string
  provider: string
  /** @throws {ModelError} */
  ask: (input: {
    system: string
    prompt: string
    signal?: AbortSignal
  }) => Promise<{ text: string; inputTokens: number; outputTokens: number }>
}

/** A provider that failed. `retryable` where the same call may work later: a rate limit, an outage, a time-out. */
export class ModelError extends Error {
  readonly retryable: boolean
  readonly status: number | null

  constructor(message: string, options: { retryable: boolean; status?: number | null; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.name = 'ModelError'
    this.retryable = options.retryable
    this.status = options.status ?? null
  }
}

/** What a server answers that takes no schema for its replies. */
const takesNoSchema = new Set([400, 422, 501])

/**
 * Asks for a reply by schema, and in plain text of a server that takes none. Either way the reply is parsed and judged by ourselves
 * (guard/reply.ts). Ollama speaks the OpenAI dialect below `/v1`, so it needs no package of its own.
 */
export async function openModel(settings: ModelSettings, fetch: Fetch): Promise<Model> {
  const { generateText, APICallError, NoObjectGeneratedError, Output, jsonSchema } = await import('ai')
  const model = await languageModel(settings, fetch)
  const output = Output.object({ schema: jsonSchema(replyForm) })
  let bySchema = true
  const generate = async (input: { system: string; prompt: string }, abortSignal: AbortSignal, withSchema: boolean) => {
    const options = { ...input, model, abortSignal, maxRetries: 0, maxOutputTokens: 2_000, temperature: 0 }
    const providerOptions = { anthropic: { structuredOutputMode: 'outputFormat' } } // the other way is by a tool
    try {
      const { text, usage } = await generateText(withSchema ? { ...options, output, providerOptions } : options)
      return replyOf(text, usage)
    } catch (error) {
      // It is no JSON, or cut short: still a reply, and paid for.
      if (NoObjectGeneratedError.isInstance(error)) return replyOf(error.text, error.usage)
      throw error
    }
  }
  return {
    name: settings.model,
    provider: settings.provider,
    ask: async ({ system, prompt, signal }) => {
      const late = AbortSignal.timeout(settings.timeoutMs)
      const until = signal ? AbortSignal.any([signal, late]) : late
      try {
        try {
          return await generate({ system, prompt }, until, bySchema)
        } catch (error) {
          if (!bySchema || !APICallError.isInstance(error) || !takesNoSchema.has(error.statusCode ?? 0)) throw error
          const reply = await generate({ system, prompt }, until, false)
          bySchema = false
          return reply
        }
      } catch (error) {
        if (late.aborted)
          throw new ModelError(`The model did not answer within ${settings.timeoutMs / 1000} seconds.`, {
            retryable: true,
            cause: error,
          })
        if (APICallError.isInstance(error))
          throw new ModelError(`The model's provider answered ${error.statusCode ?? 'nothing'}.`, {
            retryable: error.isRetryable,
            status: error.statusCode ?? null,
            cause: error,
          })
        throw new ModelError('The model could not be asked, or what it answered could not be read.', {
          retryable: false,
          cause: error,
        })
      }
    },
  }
}

const replyOf = (text = '', usage?: { inputTokens?: number | undefined; outputTokens?: number | undefined }) => ({
  text,
  inputTokens: usage?.inputTokens ?? 0,
  outputTokens: usage?.outputTokens ?? 0,
})

async function languageModel({ provider, baseUrl, model, apiKey }: ModelSettings, fetch: Fetch) {
  if (provider === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic')
    return createAnthropic({ baseURL: baseUrl, apiKey: apiKey ?? '', fetch })(model)
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  const key = apiKey ? { apiKey } : {}
  return createOpenAICompatible({ name: provider, baseURL: baseUrl, ...key, fetch, supportsStructuredOutputs: true })(
    model,
  )
}
