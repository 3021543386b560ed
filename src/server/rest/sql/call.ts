import type { Routine, RoutineArg } from '../catalog/model.ts'
import { arrayLiteral } from './condition.ts'
import { identifier, qualified } from './identifier.ts'
import type { Statement } from './statement.ts'

/** Arguments as they came: a JSON object, texts from a URL or form, or the whole body for an unnamed one. */
export type CallArgs =
  | { kind: 'json'; json: string; names: readonly string[]; values: Readonly<Record<string, unknown>> }
  | { kind: 'texts'; values: readonly (readonly [name: string, value: string])[] }
  | { kind: 'body'; text: string }

/** The column that holds what a function returning no rows returned. */
export const scalar = 'value'

/** @param columns what to hand on of each row */
export function callSql(statement: Statement, routine: Routine, args: CallArgs, columns: readonly string[]): string {
  const { from, call } = callParts(statement, routine, args)
  if (routine.returns !== 'rows')
    return `select called.${scalar} from ${from}lateral (select ${call} as ${scalar}) called`
  return `select ${columns.join(', ')} from ${from}${call} r0`
}

/** The one value of a function, as rows to select from. */
export function valueSql(statement: Statement, routine: Routine, args: CallArgs): string {
  const { from, call } = callParts(statement, routine, args)
  return from === ''
    ? `select ${call} as ${scalar}`
    : `select called.${scalar} from ${from}lateral (select ${call} as ${scalar}) called`
}

function callParts(statement: Statement, routine: Routine, args: CallArgs): { from: string; call: string } {
  const name = qualified(routine.schema, routine.name)
  if (args.kind !== 'json') return { from: '', call: `${name}(${argsSql(statement, routine, args)})` }
  const given = routine.args.filter((arg) => args.names.includes(arg.name))
  const texts = given.map((arg) => plainText(arg.type, args.values[arg.name]))
  if (texts.every((text) => text !== null)) {
    const list = given.map((arg, place) => named(arg, `${statement.param(texts[place] as string)}::${arg.type}`))
    return { from: '', call: `${name}(${list.join(', ')})` }
  }
  const list = given.map((arg) => named(arg, `given.${identifier(arg.name || scalar)}`))
  const json = args.names.includes('') ? JSON.stringify({ [scalar]: args.values[''] }) : args.json
  return { from: `${jsonArgs(statement, json, given)}, `, call: `${name}(${list.join(', ')})` }
}

/** A JSON value whose text the database would read the same way by itself; null for all others. */
function plainText(type: string, value: unknown): string | null {
  if (type === 'json' || type === 'jsonb') return null
  if (typeof value === 'string') return value
  return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : null
}

function jsonArgs(statement: Statement, json: string, given: readonly RoutineArg[]): string {
  const types = given.map(({ name, type }) => `${identifier(name || scalar)} ${type}`).join(', ')
  return `json_to_record(${statement.param(json)}::json) as given (${types})`
}

function argsSql(statement: Statement, routine: Routine, args: Exclude<CallArgs, { kind: 'json' }>): string {
  if (args.kind === 'body') return `${statement.param(args.text)}::${routine.args[0]?.type}`
  const texts = Map.groupBy(args.values, ([name]) => name)
  const given = routine.args.filter(({ name }) => texts.has(name))
  const list = given.map((arg) => {
    const values = (texts.get(arg.name) ?? []).map(([, value]) => value)
    const [first = ''] = values
    const isArray = arg.variadic && !(values.length === 1 && /^\{.*\}$/s.test(first))
    const text = isArray ? arrayLiteral(values) : (values.at(-1) ?? '')
    return named(arg, `${statement.param(text)}::${arg.type}`)
  })
  return list.join(', ')
}

function named({ name, variadic }: RoutineArg, value: string): string {
  if (name === '') return value
  return `${variadic ? 'variadic ' : ''}${identifier(name)} => ${value}`
}
