import { expect, test } from 'vitest'
import { migrate } from '../../../src/server/migrate.ts'
import { freshDatabase } from '../../support/fresh-database.ts'

test('accounts of a database that was made before mails were sent are kept, and get what mails need', async () => {
  const { sql, adminUrl, drop } = await freshDatabase()
  try {
    const columns = () =>
      sql`select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
          where table_schema = 'auth' order by 1, 2`.then((rows) => rows.map((row) => ({ ...row })))
    const now = await columns()
    await sql`insert into auth.users (email) values ('ada@example.com')`
    await sql.unsafe(`
      drop table auth.one_time_tokens, auth.flow_state, auth.mfa_amr_claims;
      drop type auth.one_time_token_type, auth.code_challenge_method;
      alter table auth.users drop column invited_at, drop column confirmation_sent_at, drop column recovery_sent_at,
        drop column email_change_sent_at, drop column reauthentication_sent_at, drop column email_change_confirm_status;`)
    await migrate(adminUrl)
    await migrate(adminUrl)
    expect(await columns()).toEqual(now)
    expect(await sql`select from auth.users where email = 'ada@example.com'`).toHaveLength(1)
  } finally {
    await drop()
  }
})
