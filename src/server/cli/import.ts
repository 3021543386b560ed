import { realpath, stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { isUuid } from '../../client/ids.ts'
import { findFiles } from '../../import/folder.ts'
import { importFiles } from '../../import/import-folder.ts'
import { RowError } from '../../import/photo-rows.ts'
import { StoreError } from '../../import/photo-store.ts'
import { showProgress } from '../../import/progress.ts'
import { summarize } from '../../import/summary.ts'
import { isTimeZone, localTimeZone } from '../../import/time-zone.ts'
import { findOwner, findVehicle, idOfNewVehicle, insertVehicle, readTitle } from '../../import/vehicle.ts'
import { ConfigError, readConfig } from '../config.ts'
import { dataFolderTarget, type ImportTarget, supabaseTarget } from './import-target.ts'
import { untilToldToStop } from './signals.ts'

export const usage = `paddock import <folder> --vehicle <id> | --new "1971 Datsun 510"

Turns the photos of a folder (JPEG, PNG, WebP, AVIF) into a vehicle's photos. What was interrupted goes on when
the same command is run again; a photo that the vehicle has already is not added twice.

  --vehicle <id>       The vehicle that gets the photos
  --new <title>        A new vehicle: year, make and model
  --owner <email>      Who owns the new vehicle
  --storage <where>    "data", the data folder (standard), or "supabase": the bucket "photos" of a project, with
                       SUPABASE_URL and SUPABASE_SECRET_KEY
  --time-zone <name>   Where the camera's clock was set, for photos that do not say (this machine's)
  --dry-run            Judge every file, write nothing`

type Wanted = { folder: string; vehicle?: string; title?: string; owner?: string } & {
  storage: 'data' | 'supabase'
  timeZone: string
  dryRun: boolean
}

export async function run(args: string[]): Promise<void> {
  const wanted = await readArguments(args)
  const { files, others } = await findFiles(wanted.folder)
  if (files.length === 0) throw new ConfigError(`There are no photos in ${wanted.folder}.`)
  const target = await openTarget(wanted.storage)
  const stop = new AbortController()
  void untilToldToStop(target.kill).then(() => {
    stop.abort()
    console.error('\nStopping after this photo.')
  })
  process.stdout.on('error', () => stop.abort()) // whoever was reading has gone
  try {
    const { vehicleId, name } = await vehicleFor(wanted, target)
    console.log(`${files.length === 1 ? '1 file' : `${files.length} files`} for ${name} (${vehicleId})`)
    const progress = showProgress(process.stdout, files.length)
    const { timeZone, dryRun } = wanted
    const { client, store } = target
    const options = { client, store, vehicleId, timeZone, dryRun, signal: stop.signal, onFile: progress.file }
    const outcomes = await importFiles(files, options).finally(progress.end)
    console.log(summarize({ outcomes, total: files.length, others, dryRun }))
    if (outcomes.length < files.length) throw new ConfigError('Interrupted. Run the same command again to continue.')
    const refused = outcomes.filter(({ outcome }) => outcome === 'refused').length
    if (refused > 0)
      throw new ConfigError(`${refused} of ${files.length} files could not be taken; the others are done.`)
  } catch (error) {
    throw explained(error)
  } finally {
    await target.close()
  }
}

const openTarget = async (storage: Wanted['storage']): Promise<ImportTarget> =>
  storage === 'supabase' ? supabaseTarget(process.env) : await dataFolderTarget(readConfig())

/** What ended the import is not a file's fault, and mostly something to be mended before it goes on. */
function explained(error: unknown): unknown {
  const again = 'Run the same command again to continue.'
  if (error instanceof RowError)
    return new ConfigError(`The database refused: ${error.message} ${again}`, { cause: error })
  if (error instanceof StoreError) return new ConfigError(`${error.message} ${again}`, { cause: error })
  return error
}

/** @throws {ConfigError} */
async function readArguments(args: string[]): Promise<Wanted> {
  const { values, positionals } = parse(args)
  const [folder, ...more] = positionals
  if (!folder || more.length > 0) throw new ConfigError(`Name one folder.\n\n${usage}`)
  if ((values.vehicle === undefined) === (values.new === undefined)) {
    throw new ConfigError(`Say either --vehicle <id> or --new "1971 Datsun 510".\n\n${usage}`)
  }
  if (values.vehicle !== undefined && !isUuid(values.vehicle)) {
    throw new ConfigError(`--vehicle ${values.vehicle} is not an id; it looks like 8c3f…-…-….`)
  }
  if (values.new !== undefined && readTitle(values.new).model === '') throw new ConfigError('--new needs a model.')
  if (values.owner !== undefined && values.new === undefined) {
    throw new ConfigError('--owner goes with --new; a vehicle that is there keeps its owner.')
  }
  const { storage } = values
  if (storage !== 'data' && storage !== 'supabase') throw new ConfigError('--storage is "data" or "supabase".')
  const timeZone = values['time-zone'] ?? localTimeZone()
  if (!isTimeZone(timeZone)) throw new ConfigError(`--time-zone ${timeZone} is not known; it looks like Europe/Berlin.`)
  return {
    folder: await existingFolder(folder),
    ...(values.vehicle === undefined ? {} : { vehicle: values.vehicle.toLowerCase() }),
    ...(values.new === undefined ? {} : { title: values.new }),
    ...(values.owner === undefined ? {} : { owner: values.owner }),
    storage,
    timeZone,
    dryRun: values['dry-run'],
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        vehicle: { type: 'string' },
        new: { type: 'string' },
        owner: { type: 'string' },
        storage: { type: 'string', default: 'data' },
        'time-zone': { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  }
}

async function existingFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => null)
  if (!found?.isDirectory()) throw new ConfigError(`${path} is not a folder.`)
  return await realpath(path)
}

async function vehicleFor(
  { vehicle, title = '', owner, folder, dryRun }: Wanted,
  { client }: ImportTarget,
): Promise<{ vehicleId: string; name: string }> {
  if (vehicle) {
    const name = await findVehicle(client, vehicle)
    if (name === null) throw new ConfigError(`There is no vehicle ${vehicle}.`)
    return { vehicleId: vehicle, name }
  }
  const ownerId = owner === undefined ? null : await findOwner(client, owner)
  if (owner !== undefined && ownerId === null) throw new ConfigError(`Nobody has the email ${owner} here.`)
  const vehicleId = idOfNewVehicle(folder, title, ownerId)
  const there = await findVehicle(client, vehicleId)
  if (there === null && !dryRun) await insertVehicle(client, vehicleId, readTitle(title), ownerId)
  if (ownerId === null) console.log('The vehicle has no owner; --owner <email> gives it one.')
  return { vehicleId, name: there ?? title }
}
