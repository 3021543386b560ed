import { invalidPath, invalidPreferences, unexposedSchema, unsupportedMethod } from '../errors.ts'
import { type AnswerForm, negotiate } from './media.ts'
import { type Preferences, parsePreferences } from './preferences.ts'
import { decode } from './query.ts'

/** What a request asks for, before the catalog is looked at. */
export type RestRequest = {
  method: Method
  resource: { kind: 'root' | 'table' | 'rpc'; name: string }
  /** The path below the door: `/vehicles`, `/rpc/search`. */
  path: string
  /** The query string with its question mark, or empty. */
  search: string
  schema: string
  /** Whether the client chose the schema itself. */
  schemaChosen: boolean
  form: AnswerForm
  preferences: Preferences
  /** Whether the planner may be asked how many rows there are: it counts those that policies hide as well. */
  mayEstimate: boolean
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

const methods: ReadonlySet<string> = new Set<Method>(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE'])
export const door = '/rest/v1'

/** @throws {ApiError} for a path, method, schema, media type or preference that cannot be served */
export function readRequest(request: Request, schemas: readonly string[]): RestRequest {
  const { method, headers } = request
  if (!methods.has(method)) throw unsupportedMethod(method)
  const { path, search } = splitUrl(request.url)
  const reads = method === 'GET' || method === 'HEAD'
  const chosen = headers.get(reads ? 'accept-profile' : 'content-profile')
  if (chosen !== null && !schemas.includes(chosen)) throw unexposedSchema(chosen, schemas)
  const preferences = parsePreferences(headers.get('prefer'))
  if (preferences.handling === 'strict' && preferences.invalid.length > 0) throw invalidPreferences(preferences.invalid)
  return {
    method: method as Method,
    resource: readResource(path),
    path,
    search,
    schema: chosen ?? (schemas[0] as string),
    schemaChosen: schemas.length > 1,
    form: negotiate(headers.get('accept')),
    preferences,
    mayEstimate: false,
  }
}

export function splitUrl(url: string): { path: string; search: string } {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const hash = url.indexOf('#', start)
  const whole = hash < 0 ? url.slice(start) : url.slice(start, hash)
  const question = whole.indexOf('?')
  const path = question < 0 ? whole : whole.slice(0, question)
  return {
    path: (path.startsWith(door) ? path.slice(door.length) : path) || '/',
    search: question < 0 ? '' : whole.slice(question),
  }
}

export function readResource(path: string): RestRequest['resource'] {
  const [, first = '', second, ...more] = path.split('/')
  if (more.length > 0 || (second !== undefined && second !== '' && first !== 'rpc')) throw invalidPath()
  if (first === 'rpc' && second) return { kind: 'rpc', name: decodeName(second) }
  return first === '' ? { kind: 'root', name: '' } : { kind: 'table', name: decodeName(first) }
}

/** In a path a plus sign is a plus sign. */
function decodeName(segment: string): string {
  return decode(segment.replaceAll('+', '%2B'))
}
