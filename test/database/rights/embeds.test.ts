import { expect, test } from 'vitest'
import { community } from '../../support/community.ts'

test('every foreign key can be embedded from both ends without a hint, as apps in the field do', async () => {
  const { sql, service } = await community()
  const keys = await sql<{ child: string; parent: string }[]>`
    select distinct k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
    where k.contype = 'f' and c.relnamespace = 'public'::regnamespace and p.relnamespace = 'public'::regnamespace
      and k.conrelid <> k.confrelid and not c.relispartition
    order by 1, 2`
  expect(keys).toContainEqual({ child: 'vehicle_images', parent: 'vehicles' })
  const refused: string[] = []
  for (const [from, to] of keys.flatMap(
    ({ child, parent }) =>
      [
        [child, parent],
        [parent, child],
      ] as const,
  )) {
    const { error } = await service.from(from).select(`*, ${to}(*)`).limit(1)
    if (error) refused.push(`${from}.select('${to}(*)'): ${error.code} ${error.message}`)
  }
  expect(refused).toEqual([])
})
