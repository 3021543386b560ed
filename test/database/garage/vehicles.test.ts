import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { loadVehicleDetails } from '../../../src/client/details.ts'
import {
  emptyDraft,
  listVehiclesOf,
  publishVehicle,
  saveVehicle,
  type VehicleDraft,
} from '../../../src/client/garage.ts'
import { loadVehicle } from '../../../src/client/vehicles.ts'
import { checkDigit } from '../../../src/research/identity/vin.ts'
import { community } from '../../support/community.ts'

const sdk = (client: unknown) => client as PaddockClient

const alfa: VehicleDraft = {
  ...emptyDraft,
  year: 1972,
  make: 'Alfa Romeo',
  model: 'GTV 2000',
  trim: 'Bertone',
  engine: '1962 cc twin cam',
  gearbox: 'Five speeds',
  colour: 'Verde muschio',
  mileage: { value: 84_200, unit: 'km' },
  place: 'Ticino',
  description: 'Bought in 1998 as a shell.',
  chassis: { number: 'AR 2422186', isShown: false },
}

test('a member adds a car, finds it among their own, and everybody sees it but for the chassis number', async () => {
  const { bob, alice, visitor } = await community()
  const id = randomUUID()
  await saveVehicle(sdk(bob), id, alfa)
  await saveVehicle(sdk(bob), id, alfa) // the answer was lost: nothing is added twice
  expect(await listVehiclesOf(sdk(bob), bob.id)).toEqual([
    { id, year: 1972, make: 'Alfa Romeo', model: 'GTV 2000', isPublic: true, cover: null },
  ])
  expect(await loadVehicle(sdk(visitor), id)).toMatchObject({ model: 'GTV 2000', owner: { id: bob.id } })
  const { trim, engine, gearbox, colour, mileage, place, chassis } = alfa
  expect(await loadVehicleDetails(sdk(bob), id)).toEqual({ trim, engine, gearbox, colour, mileage, place, chassis })
  for (const other of [alice, visitor])
    expect(await loadVehicleDetails(sdk(other), id)).toEqual({
      trim,
      engine,
      gearbox,
      colour,
      mileage,
      place,
      chassis: null,
    })
})

test('a private car that is saved without a word on it stays private, and a new one is public', async () => {
  const { bob, visitor } = await community()
  const id = randomUUID()
  const save = (more = {}) => bob.rpc('save_vehicle', { vehicle_id: id, model: 'GTV', ...more })
  for (const [more, shown] of [
    [{}, 1],
    [{ is_public: false }, 0],
    [{}, 0],
    [{ is_public: true }, 1],
  ] as const) {
    expect((await save(more)).error).toBeNull()
    expect((await visitor.from('vehicles').select('id').eq('id', id)).data).toHaveLength(shown)
  }
})

test('the chassis number is shown when its owner says so, and never of a private car', async () => {
  const { bob, visitor, service, sql } = await community()
  const id = randomUUID()
  const shown = { ...alfa, chassis: { number: 'AR 2422186', isShown: true } }
  await saveVehicle(sdk(bob), id, shown)
  expect((await loadVehicleDetails(sdk(visitor), id)).chassis).toEqual(shown.chassis)
  const [subject] = await sql`select * from app.vehicle_subject(${id})`
  expect(subject).toMatchObject({
    make: 'Alfa Romeo',
    trim: 'Bertone',
    engine: '1962 cc twin cam',
    chassis_number: 'AR 2422186',
  })
  await publishVehicle(sdk(bob), id, false)
  expect(await loadVehicleDetails(sdk(visitor), id)).toEqual(await loadVehicleDetails(sdk(visitor), randomUUID()))
  expect(await loadVehicle(sdk(visitor), id)).toBeNull()
  expect((await loadVehicleDetails(sdk(bob), id)).chassis).toEqual(shown.chassis)
  await saveVehicle(sdk(bob), id, alfa)
  const [hidden] = await sql`select chassis_number from app.vehicle_subject(${id})`
  expect(hidden?.chassis_number).toBeNull()
  expect((await service.from('vehicle_chassis').select().eq('vehicle_id', id)).data).toHaveLength(1)
})

test('what is left out is removed; what is only blanks is nothing', async () => {
  const { bob } = await community()
  const id = randomUUID()
  await saveVehicle(sdk(bob), id, alfa)
  await saveVehicle(sdk(bob), id, {
    ...emptyDraft,
    model: ' GTV ',
    engine: '   ',
    chassis: { number: ' ', isShown: true },
  })
  expect(await loadVehicle(sdk(bob), id)).toMatchObject({ year: null, make: null, model: 'GTV', description: null })
  expect(Object.values(await loadVehicleDetails(sdk(bob), id)).every((value) => value === null)).toBe(true)
})

test.each([
  [{ model: '' }, 'model_is_from_1_to_120_characters'],
  [{ year: 1830 }, 'year_is_from_1885_to_2100'],
  [{ year: 1970.5 }, 'year_is_from_1885_to_2100'],
  [{ place: '47.3769, 8.5417' }, 'place_is_in_words_and_not_coordinates'],
  [{ place: '47°22′ N' }, 'place_is_in_words_and_not_coordinates'],
  [{ mileage: { value: -1, unit: 'mi' as const } }, 'mileage_is_from_0_to_9999999'],
  [{ mileage: { value: 1, unit: 'furlongs' as 'mi' } }, 'mileage_has_a_unit_mi_or_km'],
  [{ engine: 'x'.repeat(121) }, 'engine_is_short'],
  [{ colour: '\u200b' }, 'colour_is_short'],
  [{ chassis: { number: 'x'.repeat(41), isShown: false } }, 'chassis_number_is_from_1_to_40_characters'],
  [{ chassis: { number: '1G1YY26E7V5100001', isShown: false } }, 'chassis_number_is_without_typing_errors'],
  [{ chassis: { number: '1G1-YY2 6E.VI5100001', isShown: false } }, 'chassis_number_is_without_typing_errors'],
  [{ chassis: { number: 'WPOZZZ93ZNS022211', isShown: false } }, 'chassis_number_is_without_typing_errors'],
])('a car with %j is refused by the name of the rule, and nothing of it is kept', async (bad, code) => {
  const { bob } = await community()
  const id = randomUUID()
  await expect(saveVehicle(sdk(bob), id, { ...alfa, ...bad })).rejects.toMatchObject({ code })
  expect(await loadVehicle(sdk(bob), id)).toBeNull()
})

test('a VIN is checked where North America demands it; other numbers are free text', async () => {
  const { bob, sql } = await community()
  const id = randomUUID()
  const save = (number: string) => saveVehicle(sdk(bob), id, { ...alfa, chassis: { number, isShown: false } })
  for (const number of ['1G1YY2180H5100001', '1FABP43F2GZ100001', '2G1WW12M0W9100001', 'JHMFA16586S000001']) {
    const sound = number.slice(0, 8) + checkDigit(number) + number.slice(9)
    const [row] = await sql`select app.vin_check_digit(${number}) as digit`
    expect(row?.digit).toBe(checkDigit(number))
    await save(sound)
    if (/^[1-5]/.test(number)) {
      const wrong = sound.slice(0, 8) + (sound[8] === '0' ? '1' : '0') + sound.slice(9)
      await expect(save(wrong)).rejects.toThrow(
        `The ninth character of this VIN is ${wrong[8]}, and the others ask for ${sound[8]}.`,
      )
    }
  }
  for (const number of ['WP0ZZZ93ZNS022211', 'BS23V0B123456', '№ 17 / 2', '124379N500001', 'PL510-021345'])
    await save(number)
})

test('a stranger neither changes, nor takes over, nor learns of a car by its id', async () => {
  const { bob, alice, visitor, vehicle, privateVehicle } = await community()
  const id = randomUUID()
  await saveVehicle(sdk(bob), id, alfa)
  await expect(saveVehicle(sdk(alice), id, emptyDraft)).rejects.toMatchObject({ code: 'not_your_vehicle' })
  await expect(saveVehicle(sdk(alice), vehicle.id, alfa)).rejects.toMatchObject({ code: 'not_your_vehicle' })
  await expect(saveVehicle(sdk(alice), privateVehicle.id, alfa)).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(publishVehicle(sdk(alice), id, false)).rejects.toMatchObject({ code: 'unknown_vehicle' })
  expect((await visitor.rpc('save_vehicle', { vehicle_id: randomUUID(), model: 'X' })).error?.code).toBe('42501')
  for (const table of ['vehicle_details', 'vehicle_chassis'])
    expect(
      (
        await alice
          .from(table)
          .update({ vehicle_id: vehicle.id } as never)
          .eq('vehicle_id', id)
      ).error,
    ).not.toBeNull()
  expect(await loadVehicle(sdk(bob), id)).toMatchObject({ model: 'GTV 2000', owner: { id: bob.id } })
})
