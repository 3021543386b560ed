/** What reply.ts reads, as a JSON Schema, which providers that know schemas hold a reply to (strict: all fields named, none besides). */
export const replyForm = {
  type: 'object',
  additionalProperties: false,
  required: ['claims'],
  properties: {
    claims: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['chunk_id', 'quote', 'value', 'unit', 'qualifiers'],
        properties: {
          chunk_id: { type: 'string' },
          quote: { type: 'string' },
          value: { anyOf: [{ type: 'number' }, { type: 'string' }] },
          unit: { type: ['string', 'null'] },
          qualifiers: {
            type: 'object',
            additionalProperties: false,
            required: ['rating', 'years', 'trim', 'engine', 'market'],
            properties: Object.fromEntries(
              ['rating', 'years', 'trim', 'engine', 'market'].map((name) => [
                name,
                { type: ['string', 'null'] as const },
              ]),
            ),
          },
        },
      },
    },
  },
} satisfies JsonSchema

type JsonSchema = {
  type?: string | readonly string[]
  additionalProperties?: false
  required?: string[]
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
  anyOf?: JsonSchema[]
}
