import postgres from 'postgres'
import { ApiError } from '../api-error.ts'
import type { Catalog } from './catalog/model.ts'

/** Stands for the name of what is in no exposed schema. */
const hidden = '(hidden)'

/** What a function of the project says itself is told as it is. */
const raised = /^(P0001|PT...|PGRST)$/

const refused =
  /^(permission denied for|must be owner of) (table|view|materialized view|foreign table|sequence|schema|function|procedure|routine|type|relation|large object) (.+)$/
const ofColumn = /^(column )([^ ".]+)(\.[^ ]+ does not exist)$/

/**
 * Postgres names what a statement came upon: the table below a view, the other end of a foreign key. Outside the exposed schemas
 * nobody is told such names, of relations, schemas and functions, nor those of constraints that are made from them. Names of other constraints
 * are what a project says of its rules.
 */
export function withoutHiddenNames(error: ApiError, catalog: Catalog): ApiError {
  if (!(error.cause instanceof postgres.PostgresError) || raised.test(error.code)) return error
  const clean = (text: string | null) => text && cleaned(text, catalog)
  const [message, details, hint] = [clean(error.message) ?? '', clean(error.details), clean(error.hint)]
  if (message === error.message && details === error.details && hint === error.hint) return error
  const { status, code, headers, cause } = error
  return new ApiError(status, code, message, { details, hint, headers, cause })
}

function cleaned(text: string, catalog: Catalog): string {
  return text
    .replace(refused, (whole, what: string, kind: string, name: string) =>
      isShown(kind, name, catalog) ? whole : `${what} ${kind} ${hidden}`,
    )
    .replace(ofColumn, (whole, before: string, relation: string, after: string) =>
      catalog.hidden.relations.has(relation) ? `${before}${hidden}${after}` : whole,
    )
    .replace(/"((?:[^"]|"")*)"/g, (whole, name: string) => (isHidden(name, catalog) ? `"${hidden}"` : whole))
}

function isShown(kind: string, name: string, { schemas }: Catalog): boolean {
  if (kind === 'schema') return schemas.has(name)
  return [...schemas.values()].some(({ relations, routines }) =>
    /^(function|procedure|routine)$/.test(kind) ? routines.has(name) : relations.has(name),
  )
}

/** A relation's name, with or without its schema, or a constraint's that Postgres made of one. */
function isHidden(name: string, { hidden: { relations, schemas } }: Catalog): boolean {
  if (relations.has(name)) return true
  const schema = /^([^.]+)\./.exec(name)?.[1]
  if (schema !== undefined && schemas.has(schema)) return true
  const madeOf = /^(.+?)_(?:.+_)?(?:pkey|key|fkey|check|excl|not_null)\d*$/.exec(name)
  if (!madeOf) return false
  for (let end = name.lastIndexOf('_'); end > 0; end = name.lastIndexOf('_', end - 1)) {
    if (relations.has(name.slice(0, end))) return true
  }
  return false
}
