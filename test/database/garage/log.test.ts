import { expect, test } from 'vitest'
import { accountSummary } from '../../../src/client/account.ts'
import type { PaddockClient } from '../../../src/client/client.ts'
import { retractDocument } from '../../../src/client/documents.ts'
import { publishVehicle, removeVehicle } from '../../../src/client/garage.ts'
import { earlierWithMore, type LogEntry, listLog, removeLogEntry, saveLogEntry } from '../../../src/client/log.ts'
import { community } from '../../support/community.ts'

const sdk = (client: unknown) => client as PaddockClient

const entry = (more: Partial<LogEntry> = {}): LogEntry => ({
  ...{
    id: crypto.randomUUID(),
    kind: 'service',
    title: 'Oil and filter',
    happened: '2021-05-17',
    doneBy: 'Garage Nord',
  },
  ...{ mileage: { value: 51_000, unit: 'mi' }, notes: 'Without leaks', isPrivate: false },
  ...{ cost: { amount: 180.5, currency: 'EUR' }, receiptId: null },
  ...more,
})

const addReceipt = async (client: unknown, vehicleId: string): Promise<string> => {
  const text = `Receipt ${crypto.randomUUID()}`
  const sha256 = Array.from({ length: 64 }, () => Math.floor(Math.random() * 16).toString(16)).join('')
  const document = {
    title: 'Receipt',
    text,
    sha256,
    chunks: [{ start: 0, end: text.length, heading: [] }],
    signals: {},
  }
  const { data, error } = await sdk(client).rpc('add_owner_document', { vehicle_id: vehicleId, document })
  if (error) throw error
  return (data as { document_id: string }).document_id
}

test('an owner keeps a log; others see the open entries, and never what it cost', async () => {
  const { carol, alice, visitor, vehicle } = await community()
  const receiptId = await addReceipt(carol, vehicle.id)
  const open = entry({ receiptId })
  const hidden = entry({ isPrivate: true, happened: '2022', title: 'Sale prepared' })
  for (const each of [open, hidden, open]) await saveLogEntry(sdk(carol), vehicle.id, each)
  expect(await listLog(sdk(carol), vehicle.id)).toEqual([hidden, open])
  for (const other of [alice, visitor])
    expect(await listLog(sdk(other), vehicle.id)).toEqual([{ ...open, cost: null, receiptId: null }])
  expect((await sdk(alice).from('vehicle_log_bills').select()).data).toEqual([])
  expect((await sdk(visitor).from('vehicle_log_bills').select()).error).not.toBeNull()
  await publishVehicle(sdk(carol), vehicle.id, false)
  for (const other of [alice, visitor]) expect(await listLog(sdk(other), vehicle.id)).toEqual([])
  expect(await listLog(sdk(carol), vehicle.id)).toHaveLength(2)
})

test('strangers add, change and remove nothing, and put no entry of theirs over somebody else’s', async () => {
  const { carol, alice, visitor, vehicle, privateVehicle } = await community()
  const mine = entry()
  await saveLogEntry(sdk(carol), vehicle.id, mine)
  await expect(saveLogEntry(sdk(alice), vehicle.id, mine)).rejects.toMatchObject({ code: 'not_your_vehicle' })
  await expect(saveLogEntry(sdk(alice), privateVehicle.id, mine)).rejects.toMatchObject({ code: 'unknown_vehicle' })
  await expect(saveLogEntry(sdk(visitor), vehicle.id, mine)).rejects.toThrow()
  await expect(removeLogEntry(sdk(alice), vehicle.id, mine.id)).rejects.toThrow()
  expect(await listLog(sdk(carol), vehicle.id)).toEqual([mine])
})

test('a month or a year will do; a day to come, no day and other nonsense are refused by name', async () => {
  const { carol, vehicle } = await community()
  for (const happened of ['1999', '2000-02', '2000-02-29'])
    await saveLogEntry(sdk(carol), vehicle.id, entry({ happened }))
  const refused = async (more: object) =>
    await saveLogEntry(sdk(carol), vehicle.id, entry(more)).then(
      () => 'taken',
      (error) => error.code,
    )
  const later = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
  expect(await refused({ happened: later })).toBe('log_entries_have_happened')
  expect(await refused({ happened: '2999' })).toBe('log_entries_have_happened')
  for (const happened of ['2001-02-29', '2021-13', '21', '2021-5-7', 'x', '1700', ''])
    expect(await refused({ happened })).toBe('log_happened_is_a_day_month_or_year')
  expect(await refused({ title: ' ' })).toBe('log_title_is_from_1_to_200_characters')
  expect(await refused({ title: 'x'.repeat(201) })).toBe('log_title_is_from_1_to_200_characters')
  expect(await refused({ notes: 'x'.repeat(4001) })).toBe('log_notes_are_short')
  expect(await refused({ cost: { amount: -1, currency: 'USD' } })).toBe('cost_is_from_0_to_1e9')
  expect(await refused({ mileage: { value: 10_000_000, unit: 'mi' } })).toBe('log_mileage_is_from_0_to_9999999')
  // What is refused in its bill leaves no entry behind.
  expect(await listLog(sdk(carol), vehicle.id)).toHaveLength(3)
})

test('a receipt is a document of this car; it stays when its entry goes, and the entry when it goes', async () => {
  const { carol, vehicle, privateVehicle, sql } = await community()
  const [mine, others] = [await addReceipt(carol, vehicle.id), await addReceipt(carol, privateVehicle.id)]
  await expect(saveLogEntry(sdk(carol), vehicle.id, entry({ receiptId: others }))).rejects.toThrow(/document/)
  const [one, two] = [entry({ receiptId: mine }), entry({ receiptId: mine })]
  for (const each of [one, two]) await saveLogEntry(sdk(carol), vehicle.id, each)
  await removeLogEntry(sdk(carol), vehicle.id, one.id)
  expect(await sql`select from source_documents where id = ${mine}`).toHaveLength(1)
  await retractDocument(sdk(carol), mine)
  expect(await listLog(sdk(carol), vehicle.id)).toEqual([{ ...two, receiptId: null }])
})

test('a log has a bound, which many at once do not pass; it goes with the car, and is exported', async () => {
  const { carol, vehicle, sql } = await community()
  await sql`insert into vehicle_log (vehicle_id, kind, title, happened)
    select ${vehicle.id}, 'service', 'Oil', '2001' from generate_series(1, 1998)`
  const tries = await Promise.allSettled([1, 2, 3, 4].map(() => saveLogEntry(sdk(carol), vehicle.id, entry())))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  for (const failed of tries.filter((each) => each.status === 'rejected'))
    expect(failed.reason.code).toBe('too_many_log_entries_of_a_vehicle')
  const [kept] = (await listLog(sdk(carol), vehicle.id)).filter(({ title }) => title === 'Oil and filter')
  await saveLogEntry(sdk(carol), vehicle.id, { ...(kept as LogEntry), title: 'Oil, filter and plugs' })
  const summary = await accountSummary(sdk(carol))
  expect(summary.find(({ file }) => file === 'vehicle_log')?.items).toBe(2000)
  expect(summary.find(({ file }) => file === 'vehicle_log_bills')?.items).toBe(2)
  await removeVehicle(sdk(carol), vehicle.id)
  expect(await sql`select from vehicle_log where vehicle_id = ${vehicle.id}`).toHaveLength(0)
})

test('a mileage below an earlier one is found, whatever the units, and only where the order is certain', () => {
  const log = [entry({ happened: '2020', mileage: { value: 100_000, unit: 'km' } })]
  const at = (happened: string, value: number) => entry({ happened, mileage: { value, unit: 'mi' } })
  expect(earlierWithMore(at('2021-01', 60_000), log)).toBe(log[0])
  expect(earlierWithMore(at('2021-01', 63_000), log)).toBeNull()
  expect(earlierWithMore(at('2020-07', 60_000), log)).toBeNull()
  expect(earlierWithMore(at('2019', 60_000), log)).toBeNull()
})
