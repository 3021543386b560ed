import { z } from 'zod'

/** The only thing that a model may say. Whatever else it adds is dropped; whatever is wrong in form is not read. */
export const claimSchema = z.object({
  chunk_id: z.string().min(1).max(100),
  quote: z.string().min(3).max(1_000),
  value: z.union([
    z.number().finite(),
    z.string().min(1).max(200),
    z.object({ low: z.number().finite(), high: z.number().finite() }),
  ]),
  unit: z
    .string()
    .max(30)
    .nullable()
    .optional()
    .transform((unit) => unit ?? null),
})
export const replySchema = z.object({ claims: z.array(z.unknown()).max(50) })

export type Stating = z.infer<typeof claimSchema>

/** Claims of a reply, of whatever form it is: bare JSON, JSON in a fence, or JSON in prose. Null where there is none to read. */
export function parseReply(text: string): Stating[] | null {
  if (text.length > 200_000) return null
  const json = firstObject(text)
  const reply = replySchema.safeParse(json)
  if (!reply.success) return null
  return reply.data.claims.flatMap((claim) => {
    const parsed = claimSchema.safeParse(claim)
    return parsed.success ? [parsed.data] : []
  })
}

function firstObject(text: string): unknown {
  const fenced = /```(?:json)?\s*([\s\S]*?)```/.exec(text)?.[1]
  for (const candidate of [text, fenced, text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)]) {
    if (!candidate) continue
    try {
      return JSON.parse(candidate)
    } catch {
      // the next form is tried
    }
  }
  return null
}
