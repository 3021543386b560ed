import { existsSync } from 'node:fs'
import { printable } from '../../../import/progress.ts'
import {
  type Added,
  addAddress,
  addFiles,
  addPublicData,
  type NewSource,
  tryFiles,
} from '../../../indexer/add-source.ts'
import { CrawlError } from '../../../indexer/crawl/index.ts'
import type { Subject } from '../../../indexer/document.ts'
import { isFetchError } from '../../../indexer/fetch/index.ts'
import { type PublicData, PublicDataError, publicData, publicNames, services } from '../../../indexer/public-data.ts'
import { ConfigError } from '../../config.ts'
import { bar } from './bar.ts'
import { allowedHosts, readArguments, readId, readKind, readNumber, type Values, withDatabase } from './options.ts'

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, 1)
  const [what] = positionals
  if (!what) throw new ConfigError('Say what to add: a file, a folder or an address.')
  const data = readPublicData(what, values)
  const source = readSource(values, data)
  const isAddress = data !== null || /^https?:\/\//i.test(what)
  if (!isAddress && !existsSync(what)) throw new ConfigError(`There is no file or folder ${what}.`)
  if (values['dry-run']) {
    if (isAddress)
      throw new ConfigError('A dry run reads files and folders; an address is only known once it is visited.')
    return tell({ sourceId: null, ...(await tryFiles(what, source)) }, values)
  }
  const depth = readNumber(values.depth, 'depth', 0, 20) ?? 1
  const progress = bar(values.json ? null : process.stderr)
  const crawl = { allowed: allowedHosts(), onVisit: ({ url }: { url: string }) => progress.step(url) }
  try {
    const added = await withDatabase((sql) => {
      if (data) return addPublicData(sql, data, source, crawl)
      return isAddress ? addAddress(sql, what, source, depth, crawl) : addFiles(sql, what, source, progress.set)
    })
    progress.end()
    tell(added, values)
  } catch (error) {
    progress.end()
    if (isFetchError(error)) throw new ConfigError(error.message, { cause: error })
    throw asConfigError(error)
  }
}

/** What the database refuses in words is the operator's to mend. */
export function asConfigError(error: unknown): unknown {
  if (error instanceof CrawlError) return new ConfigError(error.message, { cause: error })
  const { code, message, detail } = error as { code?: string; message?: string; detail?: string }
  return code && /^(?:23|22|PT)/.test(code) ? new ConfigError([message, detail].filter(Boolean).join(' ')) : error
}

function readPublicData(what: string, values: Values): PublicData | null {
  if (existsSync(what)) return null
  const { PADDOCK_VPIC: vpic, PADDOCK_NHTSA: nhtsa, PADDOCK_FUEL_ECONOMY: fuelEconomy } = process.env
  const at = { vpic, nhtsa, fuelEconomy }
  const given = Object.fromEntries(Object.entries(at).filter(([, url]) => url))
  try {
    const data = publicData(what, readSubject(values), { ...services, ...given })
    if (!data && /^(?:vpic|nhtsa|epa):/.test(what)) throw new PublicDataError(`There is ${publicNames}.`)
    return data
  } catch (error) {
    throw error instanceof PublicDataError ? new ConfigError(error.message) : error
  }
}

function readSource(values: Values, data: PublicData | null): NewSource {
  const kind = readKind(values.kind) ?? data?.kind
  if (!kind) throw new ConfigError('Say what kind of source it is: --kind manual, for instance.')
  const vehicleId = readId(values.vehicle, 'vehicle')
  if (kind === 'owner_document' && !vehicleId)
    throw new ConfigError('An owner_document belongs to a vehicle: --vehicle ID.')
  const authority = readNumber(values.authority, 'authority', 0, 1) ?? data?.authority
  return {
    kind,
    subject: { ...readSubject(values), ...(vehicleId ? { vehicleId } : {}) },
    ...(values.title ? { title: values.title } : {}),
    ...(authority === undefined ? {} : { authority }),
  }
}

function readSubject({ make, model, trim, engine, years }: Values): Subject {
  const match = years === undefined ? null : /^(\d{4})(?:-(\d{4}))?$/.exec(years)
  if (years !== undefined && !match)
    throw new ConfigError(`--years ${years} is neither a year nor a range such as 1970-1972.`)
  const [, from, to = from] = match ?? []
  return {
    ...(make ? { make } : {}),
    ...(model ? { model } : {}),
    ...(trim ? { trim } : {}),
    ...(engine ? { engine } : {}),
    ...(from ? { yearFrom: Number(from), yearTo: Number(to) } : {}),
  }
}

export function tell(
  { sourceId, documents, chunks, refused }: Omit<Added, 'sourceId'> & { sourceId: string | null },
  { json }: Values,
): void {
  if (json) {
    console.log(
      JSON.stringify({
        source_id: sourceId,
        documents,
        chunks,
        refused: refused.map(({ url, reason, code }) => ({ url, reason, code })),
      }),
    )
    return
  }
  for (const { url, reason } of refused.slice(0, 20)) console.error(`refused  ${printable(url)}: ${printable(reason)}`)
  if (refused.length > 20) console.error(`         and ${refused.length - 20} more; see paddock sources health`)
  console.log(
    `${documents} ${documents === 1 ? 'document' : 'documents'} in ${chunks} chunks, ${refused.length} refused${sourceId ? ` (source ${sourceId})` : ' (dry run)'}`,
  )
}
