import { ApiError } from '../../api-error.ts'
import type { Catalog, Routine, RoutineArg } from '../catalog/model.ts'
import { nearest } from '../catalog/nearest.ts'
import { AmbiguousError } from '../errors.ts'

/** What a call hands over: named arguments, or a body that is the only argument. */
export type CallInput = {
  names: readonly string[]
  /** The type of the body of a POST; null for GET. */
  bodyType: string | null
}

/** Which of the overloads is meant, and whether the whole body is its only, unnamed argument. */
export type Chosen = { routine: Routine; wholeBody: boolean }

const bodyTypes: Readonly<Record<string, readonly string[]>> = {
  'application/json': ['json', 'jsonb'],
  'text/plain': ['text'],
  'text/xml': ['xml'],
  'application/octet-stream': ['bytea'],
}

/** @throws {ApiError} 404 PGRST202 for an unknown function, 300 PGRST203 when several would do */
export function chooseRoutine(catalog: Catalog, schema: string, name: string, input: CallInput): Chosen {
  const overloads = catalog.schemas.get(schema)?.routines.get(name) ?? []
  const named = overloads.filter((routine) => takes(routine, input))
  const [first] = named
  if (first && named.length === 1) return { routine: first, wholeBody: false }
  if (named.length > 1) throw ambiguous(named)
  const whole = overloads.filter((routine) => takesBody(routine, input))
  const [only] = whole
  if (only && whole.length === 1) return { routine: only, wholeBody: true }
  if (whole.length > 1) throw ambiguous(whole)
  throw unknownRoutine(catalog, schema, name, input, overloads)
}

function takes({ args }: Routine, { names, bodyType }: CallInput): boolean {
  const bodyIsText = bodyType !== null && bodyType !== 'application/json' && bodyType in bodyTypes
  if (bodyIsText) return false
  const given = new Set(names)
  return (
    args.every((arg) => (arg.name !== '' || isAlone(args)) && (!arg.required || given.has(arg.name))) &&
    names.every((name) => args.some((arg) => arg.name === name))
  )
}

/** An argument without a name is given under the empty one, as generated types have it. One of json takes the whole body. */
const isAlone = ([arg, ...others]: readonly RoutineArg[]) =>
  arg !== undefined && others.length === 0 && !/^jsonb?$/.test(arg.type)

function takesBody({ args }: Routine, { bodyType }: CallInput): boolean {
  const [arg] = args
  if (bodyType === null || !arg || args.length > 1 || arg.name !== '') return false
  return (bodyTypes[bodyType] ?? []).includes(arg.type)
}

function ambiguous(routines: readonly Routine[]): ApiError {
  const describe = ({ schema, name, args }: Routine) =>
    `${schema}.${name}(${args.map((arg: RoutineArg) => `${arg.name} => ${arg.type}`).join(', ')})`
  return new AmbiguousError(
    'PGRST203',
    `Could not choose the best candidate function between: ${routines.map(describe).join(', ')}`,
    'Try renaming the parameters or the function itself in the database so function overloading can be resolved',
    null,
  )
}

function unknownRoutine(
  catalog: Catalog,
  schema: string,
  name: string,
  { names, bodyType }: CallInput,
  overloads: readonly Routine[],
): ApiError {
  const full = `${schema}.${name}`
  const sorted = names.toSorted()
  const unnamed = bodyType !== null && bodyType !== 'application/json' ? bodyTypes[bodyType]?.[0] : undefined
  const listed = sorted.length > 0 ? `(${sorted.join(', ')})` : ' without parameters'
  const wanted =
    sorted.length > 0 ? ` with parameter${sorted.length > 1 ? 's' : ''} ${sorted.join(', ')}` : ' without parameters'
  const searched = unnamed
    ? ` with a single unnamed ${unnamed} parameter`
    : `${wanted}${bodyType === 'application/json' ? ' or with a single unnamed json/jsonb parameter' : ''}`
  return new ApiError(
    404,
    'PGRST202',
    `Could not find the function ${full}${unnamed ? '' : listed} in the schema cache`,
    {
      details: `Searched for the function ${full}${searched}, but no matches were found in the schema cache.`,
      hint: unnamed ? null : perhaps(catalog, schema, name, sorted, overloads),
    },
  )
}

function perhaps(
  catalog: Catalog,
  schema: string,
  name: string,
  names: readonly string[],
  overloads: readonly Routine[],
): string | null {
  const signature = ({ args }: Routine) =>
    `(${args
      .map((arg) => arg.name)
      .toSorted()
      .join(', ')})`
  // Of one function that is called in only one way, that way is named whatever was given.
  const [first, ...others] = overloads
  const similar =
    first === undefined
      ? nearest(name, catalog.schemas.get(schema)?.routines.keys() ?? [])
      : others.length === 0
        ? signature(first)
        : nearest(`(${names.join(', ')})`, overloads.map(signature), 0.3)
  if (similar === null) return null
  return `Perhaps you meant to call the function ${schema}.${overloads.length > 0 ? name : ''}${similar}`
}
