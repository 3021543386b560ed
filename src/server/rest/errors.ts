import { ApiError } from '../api-error.ts'

/** The errors of PostgREST that are about the request itself; each carries its documented code and status. */

export function unreadableCatalog(cause: unknown): ApiError {
  return new ApiError(503, 'PGRST002', 'Could not query the database for the schema cache. Retrying.', {
    headers: { 'retry-after': '1' },
    cause,
  })
}

/** A parameter that does not parse. `details` says what was found and what would have been right. */
export function unparsable(what: string, text: string, column: number, details: string): ApiError {
  return new ApiError(400, 'PGRST100', `"failed to parse ${what} (${text})" (line 1, column ${column})`, { details })
}

export function invalidBody(message: string, hint?: string): ApiError {
  return new ApiError(400, 'PGRST102', message, { hint })
}

export function bodyTooLarge(limit: number): ApiError {
  return new ApiError(413, 'payload_too_large', `The request body is larger than ${limit / 1024 / 1024} MB`, {
    hint: 'Send the rows in several requests.',
    headers: { connection: 'close' },
  })
}

/** @param total how many rows there are, when that is known */
export function invalidRange(details: string, total?: number): ApiError {
  const headers = total === undefined ? undefined : { 'content-range': `*/${total}` }
  return new ApiError(416, 'PGRST103', 'Requested range not satisfiable', { details, headers })
}

export function unexposedSchema(schema: string, exposed: readonly string[]): ApiError {
  return new ApiError(406, 'PGRST106', `Invalid schema: ${schema}`, {
    hint: `Only the following schemas are exposed: ${exposed.join(', ')}`,
  })
}

export function unavailableMedia(accepted: readonly string[]): ApiError {
  return new ApiError(406, 'PGRST107', `None of these media types are available: ${accepted.join(', ')}`)
}

export function notEmbedded(name: string): ApiError {
  return new ApiError(400, 'PGRST108', `'${name}' is not an embedded resource in this request`, {
    hint: `Verify that '${name}' is included in the 'select' query parameter.`,
  })
}

export function notSingular(rows: number): ApiError {
  return new ApiError(406, 'PGRST116', 'Cannot coerce the result to a single JSON object', {
    details: `The result contains ${rows} rows`,
  })
}

export function unsupportedMethod(method: string): ApiError {
  return new ApiError(405, 'PGRST117', `Unsupported HTTP method: ${method}`)
}

export function methodNotForRpc(method: string): ApiError {
  return new ApiError(405, 'PGRST101', `Cannot use the ${method} method on RPC`)
}

export function relatedOrderNotToOne(origin: string, target: string): ApiError {
  return new ApiError(400, 'PGRST118', `A related order on '${target}' is not possible`, {
    details: `'${origin}' and '${target}' do not form a many-to-one or one-to-one relationship`,
  })
}

export function badEmbedFilter(name: string): ApiError {
  return new ApiError(400, 'PGRST120', `Bad operator on the '${name}' embedded resource`, {
    details: 'Only is null or not is null filters are allowed on embedded resources',
  })
}

export function invalidPreferences(preferences: readonly string[]): ApiError {
  return new ApiError(400, 'PGRST122', 'Invalid preferences given with handling=strict', {
    details: `Invalid preferences: ${preferences.join(', ')}`,
  })
}

export function aggregatesDisabled(): ApiError {
  return new ApiError(400, 'PGRST123', 'Use of aggregate functions is not allowed')
}

export function tooManyAffected(rows: number): ApiError {
  return new ApiError(400, 'PGRST124', 'Query result exceeds max-affected preference constraint', {
    details: `The query affects ${rows} rows`,
  })
}

export function maxAffectedNeedsRows(): ApiError {
  return new ApiError(
    400,
    'PGRST128',
    'Function must return SETOF or TABLE when max-affected preference is used with handling=strict',
  )
}

export function invalidPath(): ApiError {
  return new ApiError(404, 'PGRST125', 'Invalid path specified in request URL')
}

export function noRootDocument(): ApiError {
  return new ApiError(404, 'PGRST126', 'Root endpoint metadata is disabled')
}

export function putNeedsPrimaryKey(): ApiError {
  return new ApiError(405, 'PGRST105', "Filters must include all and only primary key columns with 'eq' operators")
}

export function putWithRange(): ApiError {
  return new ApiError(400, 'PGRST114', 'limit/offset querystring parameters are not allowed for PUT')
}

export function putKeyMismatch(): ApiError {
  return new ApiError(400, 'PGRST115', 'Payload values do not match URL in primary key column(s)')
}

export function unusableResponseHeaders(): ApiError {
  return new ApiError(
    500,
    'PGRST111',
    'response.headers guc must be a JSON array composed of objects with a single key and a string value',
  )
}

export function unusableResponseStatus(): ApiError {
  return new ApiError(500, 'PGRST112', 'response.status guc must be a valid status code')
}

/** What the database itself would say; said by us because the name never reaches it. */
export function unknownColumn(source: string, column: string, nearest: string | null): ApiError {
  return new ApiError(400, '42703', `column ${source}.${column} does not exist`, {
    hint: nearest && `Perhaps you meant to reference the column "${source}.${nearest}".`,
  })
}

export function unknownType(type: string): ApiError {
  return new ApiError(400, '42704', `type "${type}" does not exist`)
}

export function unknownColumnInBody(relation: string, column: string): ApiError {
  return new ApiError(400, 'PGRST204', `Could not find the '${column}' column of '${relation}' in the schema cache`)
}

export function unknownTable(schema: string, name: string, nearest: string | null): ApiError {
  return new ApiError(404, 'PGRST205', `Could not find the table '${schema}.${name}' in the schema cache`, {
    hint: nearest && `Perhaps you meant the table '${schema}.${nearest}'`,
  })
}

/** 300: the request can be understood in several ways; `details` lists them. */
export class AmbiguousError extends ApiError {
  readonly choices: readonly object[] | null

  constructor(code: string, message: string, hint: string, choices: readonly object[] | null) {
    super(300, code, message, { hint })
    this.choices = choices
  }
}
