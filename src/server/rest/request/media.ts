import { unavailableMedia } from '../errors.ts'

/** The forms an answer can take. */
export type AnswerForm = {
  kind: 'json' | 'object' | 'csv'
  /** Not the answer but how Postgres would find it. */
  plan?: PlanForm
  /** `nulls=stripped`: keys whose value is null are left out. */
  stripNulls: boolean
  contentType: string
}

const json: AnswerForm = { kind: 'json', stripNulls: false, contentType: 'application/json; charset=utf-8' }
const csv: AnswerForm = { kind: 'csv', stripNulls: false, contentType: 'text/csv; charset=utf-8' }
const objectType = 'application/vnd.pgrst.object+json'
const arrayType = 'application/vnd.pgrst.array+json'

export type PlanForm = { format: 'json' | 'text'; options: PlanOption[] }
type PlanOption = (typeof planOptions)[number]
const planOptions = ['analyze', 'verbose', 'settings', 'buffers', 'wal'] as const
const planType = /^application\/vnd\.pgrst\.plan(?:\+(json|text))?$/

/** @throws {ApiError} 406 PGRST107 when none of the accepted types can be had */
export function negotiate(accept: string | null): AnswerForm {
  if (accept === null || accept === '*/*' || accept === 'application/json') return json
  const accepted = splitOutsideQuotes(accept)
    .map(readRange)
    .sort((a, b) => b.quality - a.quality)
  for (const { type, stripNulls, parameters } of accepted) {
    const plan = planType.exec(type)
    if (plan) return planForm(plan[1] === 'json' ? 'json' : 'text', parameters)
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

/** `application/vnd.pgrst.plan+json; for="application/json"; options=analyze|verbose` */
function planForm(format: 'json' | 'text', parameters: readonly string[]): AnswerForm {
  const parameter = (name: string) => parameters.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1)
  const wanted = parameter('for')?.replaceAll('"', '')
  const form = wanted === undefined ? json : negotiate(wanted)
  const asked = parameter('options')?.split('|') ?? []
  const options = planOptions.filter((option) => asked.includes(option))
  const parts = [
    `application/vnd.pgrst.plan+${format}`,
    ...(wanted === undefined ? [] : [`for="${form.contentType.split(';', 1)[0]}"`]),
    ...(options.length > 0 ? [`options=${options.join('|')}`] : []),
    'charset=utf-8',
  ]
  return { ...form, plan: { format, options }, contentType: parts.join('; ') }
}

const splitOutsideQuotes = (text: string) => text.match(/(?:"[^"]*"|[^,"])+/g) ?? []

function readRange(text: string): { type: string; quality: number; stripNulls: boolean; parameters: string[] } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  return {
    type,
    quality: quality === undefined ? 1 : Number(quality) || 0,
    stripNulls: parameters.includes('nulls=stripped'),
    parameters,
  }
}
