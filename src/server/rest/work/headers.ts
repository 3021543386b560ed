import { appliedPreferences } from '../request/preferences.ts'
import type { RestRequest } from '../request/read.ts'

export function contentHeaders({ form, schema, schemaChosen }: RestRequest): Record<string, string> {
  if (!schemaChosen) return { 'content-type': form.contentType }
  return { 'content-type': form.contentType, 'content-profile': schema }
}

export function preferenceHeaders(
  { preferences }: RestRequest,
  parts: Parameters<typeof appliedPreferences>[1],
): Record<string, string> {
  const applied = appliedPreferences(preferences, parts)
  return applied === null ? {} : { 'preference-applied': applied }
}
