/** Which model reads, if any. Without `AI_PROVIDER` research reads by itself. */
export type ModelSettings = {
  provider: 'openai-compatible' | 'anthropic' | 'ollama'
  baseUrl: string
  model: string
  apiKey: string | null
  /** After this long a call is given up. */
  timeoutMs: number
  /** Dollars for a million tokens read and written, for the dry-run price; null where the operator has not said. */
  price: { input: number; output: number } | null
}

const usualBase = {
  'openai-compatible': null,
  anthropic: 'https://api.anthropic.com/v1',
  ollama: 'http://127.0.0.1:11434/v1',
} as const

/**
 * Reads `AI_PROVIDER`, `AI_BASE_URL`, `AI_MODEL`, `AI_API_KEY`, `AI_TIMEOUT_SECONDS` and `AI_PRICE` (`input,output`).
 *
 * @returns null where no provider is set
 * @throws {Error} that names the setting that is missing or wrong
 */
export function readModelSettings(get: (name: string) => string | undefined): ModelSettings | null {
  const provider = get('AI_PROVIDER')?.trim()
  if (!provider) return null
  if (provider !== 'openai-compatible' && provider !== 'anthropic' && provider !== 'ollama') {
    throw new Error(
      `AI_PROVIDER=${provider} is not known. Use openai-compatible, anthropic or ollama, or leave it out.`,
    )
  }
  const baseUrl = get('AI_BASE_URL')?.trim() || usualBase[provider]
  if (!baseUrl || !URL.canParse(baseUrl))
    throw new Error('AI_BASE_URL must be the address of the provider, such as https://example.com/v1.')
  const model = get('AI_MODEL')?.trim()
  if (!model) throw new Error('AI_MODEL must name the model that reads.')
  const seconds = Number(get('AI_TIMEOUT_SECONDS') ?? 30)
  if (!(seconds >= 1 && seconds <= 300)) throw new Error('AI_TIMEOUT_SECONDS must be from 1 to 300.')
  return {
    provider,
    baseUrl: baseUrl.replace(/\/$/, ''),
    model,
    apiKey: get('AI_API_KEY')?.trim() || null,
    timeoutMs: seconds * 1000,
    price: readPrice(get('AI_PRICE')),
  }
}

function readPrice(written: string | undefined): ModelSettings['price'] {
  if (!written?.trim()) return null
  const [input, output] = written.split(',').map(Number)
  if (input === undefined || output === undefined || !(input >= 0) || !(output >= 0))
    throw new Error('AI_PRICE must be two numbers: dollars for a million tokens read, and written, such as 0.5,1.5.')
  return { input, output }
}
