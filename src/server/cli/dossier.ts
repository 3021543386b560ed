import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { PaddockClient } from '../../client/client.ts'
import { researchDossier } from '../../client/dossier.ts'
import { isPaddockError } from '../../client/errors.ts'
import { isUuid } from '../../client/ids.ts'
import { loadVehicle, type Vehicle } from '../../client/vehicles.ts'
import { ConfigError } from '../config.ts'
import { languages, type PageLanguage } from '../page/language.ts'
import { clientSettings, withClient } from './with-client.ts'

export const usage = `paddock dossier <vehicle id> [--out <file>]: write a car's researched record as PDF

Every value with its words, source and dates; sources that disagree side by side; blanks where nothing supports a value.
Without an access token everything is read, private cars and their papers too: give the file to the car's owner.

  --out <file>               Where to write it (dossier-<year>-<make>-<model>.pdf)
  --language <en|de>         What it is written in beside the quotes (en)

${clientSettings}`

export async function run(args: string[]): Promise<void> {
  const { id, out, lang } = readArguments(args)
  await withClient(process.env.PADDOCK_ACCESS_TOKEN ? 'publishableKey' : 'secretKey', async (client, url) => {
    const vehicle = await find(client, id)
    const started = performance.now()
    const { answers, documents } = await researchDossier(client, id).catch((error) => {
      throw isPaddockError(error) ? new ConfigError(error.message, { cause: error }) : error
    })
    const { dossierPdf } = await loadWriter()
    const name = [vehicle.year, vehicle.make, vehicle.model].filter(Boolean).join(' ') || 'Unnamed vehicle'
    const local = url === 'http://localhost'
    const pdf = await dossierPdf({ name, answers, documents, url: local ? null : `${url}/vehicles/${id}`, lang })
    const file = resolve(out ?? `dossier-${fileName(name)}.pdf`)
    await writeFile(file, pdf).catch((error: NodeJS.ErrnoException) => {
      throw new ConfigError(`${file} cannot be written (${error.code}). Name another with --out.`, { cause: error })
    })
    const supported = answers.filter(({ status }) => status !== 'insufficient').length
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(`${file}: ${supported} of ${answers.length} specs with a source, ${seconds} s`)
  })
}

function readArguments(args: string[]): { id: string; out: string | undefined; lang: PageLanguage } {
  let read: { values: { out?: string; language: string }; positionals: string[] }
  try {
    read = parseArgs({
      args,
      options: { out: { type: 'string' }, language: { type: 'string', default: 'en' } },
      allowPositionals: true,
    })
  } catch (error) {
    throw new ConfigError((error as Error).message, { cause: error })
  }
  const [id, ...more] = read.positionals
  if (!id || more.length > 0) throw new ConfigError('Name one vehicle: paddock dossier <vehicle id>.')
  if (!isUuid(id))
    throw new ConfigError(`${id} is no vehicle id. It is the part of the car's address after /vehicles/.`)
  const lang = languages.find((each) => each === read.values.language)
  if (!lang) throw new ConfigError(`--language is ${languages.join(' or ')}, not ${read.values.language}.`)
  return { id, out: read.values.out, lang }
}

async function find(client: PaddockClient, id: string): Promise<Vehicle> {
  const vehicle = await loadVehicle(client, id)
  if (!vehicle) throw new ConfigError(`There is no vehicle ${id}, or these rights do not show it.`)
  return vehicle
}

const fileName = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/gi, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 80) || 'vehicle'

/** Loaded when asked for: no other command writes PDF, and its package may be left out of an installation. */
async function loadWriter() {
  try {
    return await import('../dossier/pdf.ts')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new ConfigError('The writer of PDF is not installed: npm install pdfkit@0.20.2', { cause: error })
  }
}
