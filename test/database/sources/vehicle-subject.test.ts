import { expect, test } from 'vitest'
import { freshDatabase } from '../../support/fresh-database.ts'

test("a vehicle's subject is read from whatever columns its project has", async () => {
  const { sql, drop } = await freshDatabase()
  try {
    await sql`alter table vehicles add title text, add vin varchar(17), add engine_size text, add trim_level text, add chassis_no text`
    const vehicle = async (row: Record<string, unknown>) => {
      const [added] = await sql`insert into vehicles ${sql({ model: 'M', ...row } as never)} returning id`
      const [subject] = await sql`select * from app.vehicle_subject(${added?.id})`
      return subject
    }
    const nothing = { year: null, make: null, model: null, trim: null, engine: null, vin: null, chassis_number: null }
    expect(
      await vehicle({ year: 1971, make: 'Datsun', model: 'PL510', engine_size: 'L16', trim_level: 'SSS' }),
    ).toEqual({
      ...nothing,
      ...{ year: 1971, make: 'Datsun', model: 'PL510', engine: 'L16', trim: 'SSS' },
    })
    await sql`alter table vehicles alter model drop not null`
    const titled = { model: null, title: '1970 Chevrolet Chevelle SS 396', vin: '136370B100001', chassis_no: '12' }
    expect(await vehicle(titled)).toEqual({
      ...nothing,
      ...{ year: 1970, make: 'Chevrolet', model: 'Chevelle SS 396', vin: '136370B100001', chassis_number: '12' },
    })
    expect(await vehicle({ model: null, title: 'My car' })).toEqual(nothing)
    expect(await sql`select * from app.vehicle_subject(gen_random_uuid())`).toHaveLength(0)
  } finally {
    await drop()
  }
})
