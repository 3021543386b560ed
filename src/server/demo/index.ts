import type { Sql } from 'postgres'

/**
 * The demo belongs to loopback: there an empty database is filled and the demo's members can sign in; on any other
 * address nothing is filled in, and the members of an earlier demo are shut out, for their password is public.
 *
 * @returns whether there are members of a demo who can sign in
 */
export async function settleDemo(sql: Sql, { demo, loopback }: { demo: boolean; loopback: boolean }): Promise<boolean> {
  await admitDemoPeople(sql, loopback)
  if (demo && loopback) await fillIn(sql)
  const [some] = await sql`
    select from auth.users where raw_app_meta_data @> '{"demo": true}' and banned_until is null limit 1`
  return some !== undefined
}

async function fillIn(sql: Sql): Promise<void> {
  const { seedDemo } = await import('./seed.ts')
  if (!(await seedDemo(sql))) return
  const [{ addCrowd }, { addStarterLibrary }] = await Promise.all([import('./crowd.ts'), import('./library.ts')])
  await addCrowd(sql)
  await addStarterLibrary(sql)
}

async function admitDemoPeople(sql: Sql, admitted: boolean): Promise<void> {
  const until = admitted ? null : new Date('9999-12-31')
  const changed = await sql`
    update auth.users set banned_until = ${until}
    where raw_app_meta_data @> '{"demo": true}' and banned_until is distinct from ${until} returning id`
  if (!admitted && changed.length > 0) {
    await sql`delete from auth.sessions where user_id in ${sql(changed.map((row) => row.id as string))}`
  }
}
