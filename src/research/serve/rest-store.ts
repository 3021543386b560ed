import type { Kind } from '../../indexer/document.ts'
import type { Car, Passage } from '../types.ts'
import type { ResearchAnswer, ResearchStore } from './store.ts'

type KnownRow = {
  car: Record<string, unknown>
  answer: ResearchAnswer | null
  fresh: boolean
  held: boolean
  is_owner: boolean
  model_is_on: boolean
  person: string
  retry_at: string | null
}

export type PassageRow = {
  chunk_id: string
  document_id: string
  source_id: string
  kind: Kind
  authority: number
  title: string
  url: string | null
  page: number | null
  heading: string[]
  body: string
  char_start: number
  published_at: string | null
  fetched_at: string
  make: string | null
  model: string | null
  year_from: number | null
  year_to: number | null
  trim: string | null
  engine: string | null
  subject_vehicle_id: string | null
  author: string | null
  may_ai_input: boolean | null
  quoted: { start: number; end: number; author?: string }[] | null
}

type RestError = { code: string; message: string; details?: string | null }

/** Calls a function of the database through `/rest/v1`, as somebody. */
export type Rpc = (
  name: string,
  args: Record<string, unknown>,
) => Promise<{ data: unknown; error: RestError | null; status: number }>

/** The research functions of the database, through `/rest/v1`, for one vehicle and one caller. */
export function restStore(
  vehicleId: string,
  clients: {
    caller: Rpc
    service: Rpc
    fail: (error: RestError, status: number) => Error
  },
): ResearchStore {
  const { caller, service, fail } = clients
  const researcher = crypto.randomUUID()
  let person = ''
  const call = async <T>(client: Rpc, name: string, args: Record<string, unknown>): Promise<T> => {
    const { data, error, status } = await client(name, args)
    if (error) throw fail(error, status)
    return data as T
  }
  const question = (spec: string) => ({ vehicle_id: vehicleId, spec_name: spec })
  return {
    known: async (spec) => {
      const row = await call<KnownRow>(caller, 'research_answer', question(spec))
      person = row.person
      return {
        car: readCar(vehicleId, row.car),
        answer: row.answer,
        fresh: row.fresh,
        held: row.held,
        isOwner: row.is_owner,
        modelIsOn: row.model_is_on,
        retryAt: row.retry_at,
      }
    },
    mayAsk: () => call(service, 'may_ask_research', { person }),
    takeLease: (spec) => call(service, 'take_research_lease', { ...question(spec), researcher }),
    prolongLease: (spec, token) => call(service, 'prolong_research_lease', { ...question(spec), researcher, token }),
    giveBackLease: (spec, token, failed) =>
      call(service, 'give_back_research_lease', { ...question(spec), researcher, token, failed }),
    passages: async (_spec, words) =>
      (await call<PassageRow[]>(service, 'research_passages', { vehicle_id: vehicleId, words })).map(readRow),
    ownPassages: async (words) =>
      (await call<PassageRow[]>(caller, 'own_research_passages', { vehicle_id: vehicleId, words })).map(readRow),
    save: (spec, value, answer, token) =>
      call(service, 'store_research', { ...question(spec), value, answer, researcher, token }),
    reserve: (dollars) => call(service, 'reserve_research_call', { vehicle_id: vehicleId, person, dollars }),
    settle: (id, dollars) => call(service, 'settle_research_call', { call: id, spent: dollars }),
    isIndexed: (quote) => call(service, 'is_indexed_quote', { quote }),
  }
}

const text = (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' ? value : typeof value === 'number' ? String(value) : null

/** The database maps whatever columns a project's `vehicles` has (app.vehicle_subject). */
export function readCar(id: string, row: Record<string, unknown>): Car {
  const year = Number(row.year)
  return {
    id,
    year: Number.isInteger(year) && year > 1884 ? year : null,
    make: text(row.make),
    model: text(row.model),
    trim: text(row.trim),
    engine: text(row.engine),
    vin: text(row.vin),
    chassis: text(row.chassis_number),
  }
}

export function readRow(row: PassageRow): Passage {
  return {
    chunkId: row.chunk_id,
    documentId: row.document_id,
    sourceId: row.source_id,
    kind: row.kind,
    authority: row.authority,
    title: row.title,
    url: row.url,
    page: row.page,
    heading: row.heading,
    text: row.body,
    charStart: row.char_start,
    publishedAt: row.published_at,
    readAt: row.fetched_at,
    author: row.author,
    aiInput: row.may_ai_input,
    quoted: (row.quoted ?? []).map(({ start, end, author }) => ({
      start: start - row.char_start,
      end: end - row.char_start,
      ...(author ? { author } : {}),
    })),
    subject: {
      ...(row.make ? { make: row.make } : {}),
      ...(row.model ? { model: row.model } : {}),
      ...(row.year_from ? { yearFrom: row.year_from } : {}),
      ...(row.year_to ? { yearTo: row.year_to } : {}),
      ...(row.trim ? { trim: row.trim } : {}),
      ...(row.engine ? { engine: row.engine } : {}),
      ...(row.subject_vehicle_id ? { vehicleId: row.subject_vehicle_id } : {}),
    },
  }
}
