import { unavailableMedia } from '../errors.ts'

/** The forms an answer can take. */
export type AnswerForm = {
  kind: 'json' | 'object' | 'csv'
  /** `nulls=stripped`: keys whose value is null are left out. */
  stripNulls: boolean
  contentType: string
}

const json: AnswerForm = { kind: 'json', stripNulls: false, contentType: 'application/json; charset=utf-8' }
const csv: AnswerForm = { kind: 'csv', stripNulls: false, contentType: 'text/csv; charset=utf-8' }
const objectType = 'application/vnd.pgrst.object+json'
const arrayType = 'application/vnd.pgrst.array+json'

/** @throws {ApiError} 406 PGRST107 when none of the accepted types can be had */
export function negotiate(accept: string | null): AnswerForm {
  if (accept === null || accept === '*/*' || accept === 'application/json') return json
  const accepted = accept
    .split(',')
    .map(readRange)
    .sort((a, b) => b.quality - a.quality)
  for (const { type, stripNulls } of accepted) {
    if (type === '*/*' || type === 'application/*' || type === 'application/json') return json
    if (type === 'text/csv') return csv
    if (type === objectType || type === 'application/vnd.pgrst.object')
      return { kind: 'object', stripNulls, contentType: typeName(objectType, stripNulls) }
    if (type === arrayType || type === 'application/vnd.pgrst.array')
      return { kind: 'json', stripNulls, contentType: stripNulls ? typeName(arrayType, true) : json.contentType }
  }
  throw unavailableMedia(accepted.map(({ type }) => type))
}

function typeName(type: string, stripNulls: boolean): string {
  return `${type}${stripNulls ? ';nulls=stripped' : ''}; charset=utf-8`
}

function readRange(text: string): { type: string; quality: number; stripNulls: boolean } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  return {
    type,
    quality: quality === undefined ? 1 : Number(quality) || 0,
    stripNulls: parameters.includes('nulls=stripped'),
  }
}
