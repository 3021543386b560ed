import { expect, test } from 'vitest'
import { community } from '../../support/community.ts'

test('everyone reads fresh research, nobody but the service writes it, and nobody is served what has expired', async () => {
  const { alice, visitor, service, vehicle, sql } = await community()
  const row = {
    vehicle_id: vehicle.id,
    spec_name: 'engine',
    research_data: { engine: 'L16' },
    sources: [{ page: 14 }],
    confidence_score: 0.9,
  }
  expect((await alice.from('spec_research_cache').upsert(row)).error?.code).toBe('42501')
  expect((await service.from('spec_research_cache').upsert(row)).error).toBeNull()
  const cached = (client: typeof visitor) =>
    client.from('spec_research_cache').select('research_data').eq('vehicle_id', vehicle.id)
  expect((await cached(visitor)).data).toEqual([{ research_data: { engine: 'L16' } }])

  await sql`update spec_research_cache set expires_at = now() - interval '1 minute' where vehicle_id = ${vehicle.id}`
  expect((await cached(visitor)).data).toEqual([])
  expect((await cached(alice)).data).toEqual([])

  await service.from('spec_research_cache').upsert({ ...row, research_data: { engine: 'L18' } })
  expect((await cached(alice)).data).toEqual([{ research_data: { engine: 'L18' } }])
  const [renewed] =
    await sql`select expires_at - updated_at = interval '30 days' as fresh from spec_research_cache where vehicle_id = ${vehicle.id}`
  expect(renewed).toEqual({ fresh: true })
})

test.each([
  [{ research_data: [1] }, 'research_data_is_an_object'],
  [{ sources: { a: 1 } }, 'sources_are_a_list'],
  [{ confidence_score: 101 }, 'confidence_score_is_from_0_to_100'],
  [{ spec_name: ' ' }, 'spec_name_has_1_to_120_characters'],
  [{ expires_at: '2099-01-01T00:00:00Z' }, 'expires_within_30_days'],
])('research that cannot be right is refused by name (%#)', async (bad, constraint) => {
  const { service, vehicle } = await community()
  const { error } = await service
    .from('spec_research_cache')
    .insert({ vehicle_id: vehicle.id, spec_name: 'axle', research_data: {}, ...bad })
  expect(error?.message).toContain(constraint)
})
