import type { CallToolResult } from '@modelcontextprotocol/server'
import { isPaddockError } from '../client/errors.ts'

/** What a tool answers: the same as structure and, for clients that read text alone, as JSON. */
export const answer = (content: Record<string, unknown>): CallToolResult => ({
  content: [{ type: 'text', text: JSON.stringify(content) }],
  structuredContent: content,
})

/** A refusal is an answer that the agent can read and act on: its stable code and a sentence. */
export const refusal = (code: string, message: string): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text: JSON.stringify({ code, message }) }],
})

/** Answers with what the work gives, or with the refusal that it throws. */
export async function answering(work: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await work()
  } catch (error) {
    if (isPaddockError(error)) return refusal(error.code, error.message)
    throw error
  }
}
