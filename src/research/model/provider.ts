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

/** Ollama speaks the OpenAI dialect below `/v1`, so it needs no package of its own. */
export async function openModel(settings: ModelSettings, fetch: Fetch): Promise<Model> {
  const { generateText, APICallError } = await import('ai')
  const model = await languageModel(settings, fetch)
  return {
    name: settings.model,
    provider: settings.provider,
    ask: async ({ system, prompt, signal }) => {
      const late = AbortSignal.timeout(settings.timeoutMs)
      try {
        const { text, usage } = await generateText({
          model,
          system,
          prompt,
          maxRetries: 0,
          maxOutputTokens: 2_000,
          temperature: 0,
          abortSignal: signal ? AbortSignal.any([signal, late]) : late,
        })
        return { text, inputTokens: usage.inputTokens ?? 0, outputTokens: usage.outputTokens ?? 0 }
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

async function languageModel({ provider, baseUrl, model, apiKey }: ModelSettings, fetch: Fetch) {
  if (provider === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic')
    return createAnthropic({ baseURL: baseUrl, apiKey: apiKey ?? '', fetch })(model)
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  return createOpenAICompatible({ name: provider, baseURL: baseUrl, ...(apiKey ? { apiKey } : {}), fetch }).chatModel(
    model,
  )
}
