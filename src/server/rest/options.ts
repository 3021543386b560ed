import type { Catalog } from './catalog/model.ts'
import { noRootDocument, unexposedSchema, unknownTable } from './errors.ts'
import { readResource, splitUrl } from './request/read.ts'

/** The `Allow` header of a resource: what may be done to it at all, whoever asks. */
export function allowedMethods(request: Request, catalog: Catalog, schemas: readonly string[]): string {
  const name = request.headers.get('accept-profile') ?? (schemas[0] as string)
  const schema = catalog.schemas.get(name)
  if (!schema) throw unexposedSchema(name, schemas)
  const resource = readResource(splitUrl(request.url).path)
  if (resource.kind === 'root') throw noRootDocument()
  if (resource.kind === 'rpc') {
    const routines = schema.routines.get(resource.name) ?? []
    return routines.every(({ volatility }) => volatility === 'volatile') ? 'OPTIONS,POST' : 'OPTIONS,GET,HEAD,POST'
  }
  const relation = schema.relations.get(resource.name)
  if (!relation) throw unknownTable(name, resource.name, null)
  const { insertable, updatable, deletable, primaryKey } = relation
  return [
    'OPTIONS,GET,HEAD',
    ...(insertable ? ['POST'] : []),
    ...(insertable && updatable && primaryKey.length > 0 ? ['PUT'] : []),
    ...(updatable ? ['PATCH'] : []),
    ...(deletable ? ['DELETE'] : []),
  ].join(',')
}
