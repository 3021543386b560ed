import type { Routine, RoutineArg } from '../catalog/model.ts'
import { arrayLiteral } from './condition.ts'
import { identifier, qualified } from './identifier.ts'
import type { Statement } from './statement.ts'

/** Arguments as they came: a JSON object, texts from a URL or form, or the whole body for an unnamed one. */
export type CallArgs =
  | { kind: 'json'; json: string; names: readonly string[] }
  | { kind: 'texts'; values: readonly (readonly [name: string, value: string])[] }
  | { kind: 'body'; text: string }

/** The column that holds what a function returning no rows returned. */
export const scalar = 'value'

/** @param columns what to hand on of each row */
export function callSql(statement: Statement, routine: Routine, args: CallArgs, columns: readonly string[]): string {
  const given = args.kind === 'json' ? routine.args.filter(({ name }) => args.names.includes(name)) : []
  const from = args.kind === 'json' && given.length > 0 ? `${jsonArgs(statement, args.json, given)}, ` : ''
  const call = `${qualified(routine.schema, routine.name)}(${argsSql(statement, routine, args, given)})`
  if (routine.returns !== 'rows')
    return `select called.${scalar} from ${from}lateral (select ${call} as ${scalar}) called`
  return `select ${columns.join(', ')} from ${from}${call} r0`
}

function jsonArgs(statement: Statement, json: string, given: readonly RoutineArg[]): string {
  const types = given.map(({ name, type }) => `${identifier(name)} ${type}`).join(', ')
  return `json_to_record(${statement.param(json)}::json) as given (${types})`
}

function argsSql(statement: Statement, routine: Routine, args: CallArgs, given: readonly RoutineArg[]): string {
  switch (args.kind) {
    case 'body':
      return `${statement.param(args.text)}::${routine.args[0]?.type}`
    case 'json':
      return given.map((arg) => named(arg, `given.${identifier(arg.name)}`)).join(', ')
    case 'texts': {
      const texts = Map.groupBy(args.values, ([name]) => name)
      return routine.args
        .filter(({ name }) => texts.has(name))
        .map((arg) => {
          const values = (texts.get(arg.name) ?? []).map(([, value]) => value)
          const [first = ''] = values
          const isArray = arg.variadic && !(values.length === 1 && /^\{.*\}$/s.test(first))
          const text = isArray ? arrayLiteral(values) : (values.at(-1) ?? '')
          return named(arg, `${statement.param(text)}::${arg.type}`)
        })
        .join(', ')
    }
  }
}

function named({ name, variadic }: RoutineArg, value: string): string {
  return `${variadic ? 'variadic ' : ''}${identifier(name)} => ${value}`
}
